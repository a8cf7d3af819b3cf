package io.hostpulse.stack.command;

import io.hostpulse.stack.rule.FiledDefinition;
import io.hostpulse.stack.rule.RuleFiles;
import io.hostpulse.stack.view.Terminal;
import io.hostpulse.stack.view.Terminal.Colour;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Checks files of rules. */
@Command(
        name = "validate",
        description = "Checks files of rules, and says all that is wrong with them.",
        sortOptions = false,
        exitCodeListHeading = "%nExit codes:%n",
        exitCodeList = {"0:everything is right", "1:something is wrong", "2:wrong usage"})
public final class RulesValidateCommand implements Callable<Integer> {

    @Parameters(
            arity = "1..*",
            paramLabel = "FILE|DIR",
            description = "Files, or directories whose *.yaml are meant.")
    private List<Path> paths;

    @Spec private CommandSpec spec;

    @Override
    public Integer call() {
        RuleFiles files = RuleFiles.read(paths);
        if (!files.problems().isEmpty()) {
            return reportProblems(files, spec);
        }
        PrintWriter out = spec.commandLine().getOut();
        Terminal terminal = Terminal.ofStandardOutput();
        for (FiledDefinition filed : files.definitions()) {
            out.println(
                    terminal.paint(Colour.GOOD, "ok")
                            + "  "
                            + filed.id()
                            + terminal.paint(Colour.FAINT, "  " + filed.file()));
        }
        return 0;
    }

    /** Prints all that is wrong; the exit code for that. */
    static int reportProblems(RuleFiles files, CommandSpec spec) {
        PrintWriter err = spec.commandLine().getErr();
        files.problems().forEach(err::println);
        int count = files.problems().size();
        err.println(count + (count == 1 ? " problem" : " problems"));
        return 1;
    }
}
