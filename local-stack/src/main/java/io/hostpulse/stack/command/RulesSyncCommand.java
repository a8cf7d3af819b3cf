package io.hostpulse.stack.command;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.hostpulse.stack.StackException;
import io.hostpulse.stack.rule.GitCommit;
import io.hostpulse.stack.rule.RuleDifference;
import io.hostpulse.stack.view.DifferenceJson;
import io.hostpulse.stack.view.DifferenceText;
import io.hostpulse.stack.view.Terminal;
import io.hostpulse.wire.SafeText;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Makes Kafka have the rules of a folder. */
@Command(
        name = "sync",
        description = {
            "Makes the rules of a folder hold, and with --prune no others.",
            "Writes at once, as `rules apply` does, and says what; `rules diff` and --dry-run say it"
                    + " without. If anything is wrong with any file, nothing is written.",
            "Only what differs is written, so no alert ends because of a rule that stays the same."
                    + " With it goes the commit of the folder in git, which `rules list` shows;"
                    + " \"-dirty\" if the files are not as the commit has them."
        },
        sortOptions = false,
        exitCodeListHeading = "%nExit codes:%n",
        exitCodeList = {
            "0:Kafka has what the folder holds; with --dry-run, that could be made so",
            "1:something is wrong with the files, or Kafka does not take them",
            "2:wrong usage"
        })
public final class RulesSyncCommand implements Callable<Integer> {

    @Parameters(
            paramLabel = "DIR",
            description = "Its *.yaml are meant, not those of directories in it.")
    private Path folder;

    @Option(names = "--dry-run", description = "Says what would be written, and writes nothing.")
    private boolean isDryRun;

    @Mixin private DifferenceOptions options;

    @Spec private CommandSpec spec;

    @Override
    public Integer call() {
        if (!Files.isDirectory(folder)) {
            throw new ParameterException(
                    spec.commandLine(),
                    folder + " is no directory; `rules apply` takes single files");
        }
        PrintWriter err = spec.commandLine().getErr();
        Optional<RuleDifference> compared = options.compare(List.of(folder), err);
        if (compared.isEmpty()) {
            err.println("Nothing was written.");
            return 1;
        }
        RuleDifference difference = compared.get();
        Optional<GitCommit> commit = difference.isNone() ? Optional.empty() : commit(err);
        PrintWriter out = spec.commandLine().getOut();
        if (!options.isJson()) {
            DifferenceText.lines(difference, Terminal.ofStandardOutput()).forEach(out::println);
        }
        if (!isDryRun) {
            options.topic().write(difference.jsonById(), commit);
        }
        if (options.isJson()) {
            out.println(json(difference, commit).toPrettyString());
        } else {
            out.println(DifferenceText.summary(difference) + ofCommit(commit));
            if (isDryRun) {
                out.println("Nothing was written: this was a dry run.");
            }
        }
        return 0;
    }

    /** Rules can be kept in a folder without git too; they are of no commit then. */
    private Optional<GitCommit> commit(PrintWriter err) {
        try {
            return Optional.of(GitCommit.ofFolder(folder));
        } catch (StackException e) {
            err.println(
                    SafeText.ofLines("The rules are noted without a commit: " + e.getMessage()));
            return Optional.empty();
        }
    }

    private static String ofCommit(Optional<GitCommit> commit) {
        return commit.map(it -> "; commit " + it.abbreviated()).orElse("");
    }

    private ObjectNode json(RuleDifference difference, Optional<GitCommit> commit) {
        ObjectNode json = DifferenceJson.of(difference);
        commit.ifPresent(it -> json.put("commit", it.toString()));
        return json.put("written", !isDryRun && !difference.isNone());
    }
}
