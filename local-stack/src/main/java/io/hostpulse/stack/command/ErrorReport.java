package io.hostpulse.stack.command;

import io.hostpulse.stack.StackException;
import io.hostpulse.stack.client.HttpStatusException;
import io.hostpulse.wire.SafeText;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.UncheckedIOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
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
        } else if (exception instanceof HttpStatusException) {
            err.println(prefix + SafeText.ofLines(exception.getMessage()));
        } else if (exception instanceof UncheckedIOException io) {
            err.println(prefix + SafeText.ofLines(io.getMessage() + reason(io.getCause())));
        } else {
            err.println(prefix + "unexpected: please report it with what follows");
            exception.printStackTrace(err);
        }
        return commandLine.getCommandSpec().exitCodeOnExecutionException();
    }

    /** Of files; who does not answer has said no more. */
    private static String reason(IOException cause) {
        if (cause instanceof AccessDeniedException) {
            return ": this user may not";
        }
        return cause instanceof FileSystemException file && file.getReason() != null
                ? ": " + file.getReason()
                : "";
    }

    private static String prefix(CommandLine commandLine) {
        return commandLine.getColorScheme().errorText("error: ").toString();
    }
}
