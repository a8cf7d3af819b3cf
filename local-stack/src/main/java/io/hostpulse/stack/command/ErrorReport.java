package io.hostpulse.stack.command;

import io.hostpulse.stack.StackException;
import io.hostpulse.stack.client.HttpStatusException;
import io.hostpulse.wire.SafeText;
import java.io.PrintWriter;
import java.io.UncheckedIOException;
import picocli.CommandLine;
import picocli.CommandLine.IExecutionExceptionHandler;
import picocli.CommandLine.IParameterExceptionHandler;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ParseResult;

/** Tells what went wrong in one sentence, and where to read more. */
public final class ErrorReport implements IExecutionExceptionHandler, IParameterExceptionHandler {

    @Override
    public int handleParseException(ParameterException exception, String[] args) {
        CommandLine commandLine = exception.getCommandLine();
        PrintWriter err = commandLine.getErr();
        err.println(prefix(commandLine) + SafeText.ofLines(exception.getMessage()));
        err.println(
                "       See `%s --help`".formatted(commandLine.getCommandSpec().qualifiedName()));
        return CommandLine.ExitCode.USAGE;
    }

    @Override
    public int handleExecutionException(
            Exception exception, CommandLine commandLine, ParseResult parseResult) {
        PrintWriter err = commandLine.getErr();
        String prefix = prefix(commandLine);
        if (exception instanceof StackException stack) {
            err.println(prefix + SafeText.ofLines(stack.getMessage()));
            stack.log().ifPresent(log -> err.println("       See " + log));
        } else if (exception instanceof HttpStatusException
                || exception instanceof UncheckedIOException) {
            err.println(prefix + SafeText.ofLines(exception.getMessage()));
        } else {
            err.println(prefix + "unexpected: please report it with what follows");
            exception.printStackTrace(err);
        }
        return CommandLine.ExitCode.SOFTWARE;
    }

    private static String prefix(CommandLine commandLine) {
        return commandLine.getColorScheme().errorText("error: ").toString();
    }
}
