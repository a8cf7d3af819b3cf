package io.hostpulse.stack.command;

import io.hostpulse.stack.rule.RuleDifference;
import io.hostpulse.stack.view.DifferenceJson;
import io.hostpulse.stack.view.DifferenceText;
import io.hostpulse.stack.view.Terminal;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Compares files of rules with what Kafka has. */
@Command(
        name = "diff",
        description = {
            "Shows what `rules sync` would change in Kafka, and changes nothing.",
            "Of a rule that is changed, each key is shown with its value in Kafka and in the file."
        },
        sortOptions = false,
        exitCodeOnExecutionException = RulesDiffCommand.ERROR,
        exitCodeListHeading = "%nExit codes:%n",
        exitCodeList = {
            "0:Kafka has what the files hold",
            "1:there is a difference",
            "2:something is wrong with the files, Kafka does not answer, or wrong usage"
        })
public final class RulesDiffCommand implements Callable<Integer> {

    static final int ERROR = 2;
    private static final int DIFFERENT = 1;

    @Parameters(
            arity = "1..*",
            paramLabel = "FILE|DIR",
            description = "Files, or directories whose *.yaml are meant.")
    private List<Path> paths;

    @Mixin private DifferenceOptions options;

    @Spec private CommandSpec spec;

    @Override
    public Integer call() {
        Optional<RuleDifference> compared = options.compare(paths, spec.commandLine().getErr());
        if (compared.isEmpty()) {
            return ERROR;
        }
        RuleDifference difference = compared.get();
        PrintWriter out = spec.commandLine().getOut();
        if (options.isJson()) {
            out.println(DifferenceJson.of(difference).toPrettyString());
        } else {
            DifferenceText.lines(difference, Terminal.ofStandardOutput()).forEach(out::println);
            out.println(DifferenceText.summary(difference));
        }
        return difference.isNone() ? 0 : DIFFERENT;
    }
}
