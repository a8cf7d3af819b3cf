package io.hostpulse.stack.command;

import io.hostpulse.stack.rule.AnnouncedJobs;
import io.hostpulse.stack.rule.FiledDefinition;
import io.hostpulse.stack.rule.KnownToKafka;
import io.hostpulse.stack.rule.RuleFiles;
import io.hostpulse.stack.view.Terminal;
import io.hostpulse.stack.view.Terminal.Colour;
import io.hostpulse.wire.rule.ComputedWindows;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Checks files of rules. */
@Command(
        name = "validate",
        description = {
            "Checks files of rules, and says all that is wrong with them.",
            "Needs no Kafka; one that is named, or of the running stack, tells which windows its jobs"
                    + " compute and which rules there are."
        },
        sortOptions = false,
        exitCodeListHeading = "%nExit codes:%n",
        exitCodeList = {"0:everything is right", "1:something is wrong", "2:wrong usage"})
public final class RulesValidateCommand implements Callable<Integer> {

    @Parameters(
            arity = "1..*",
            paramLabel = "FILE|DIR",
            description = "Files, or directories whose *.yaml are meant.")
    private List<Path> paths;

    @Option(
            names = "--windows",
            split = ",",
            paramLabel = "SIZE[/SLIDE]",
            description = {
                "The job's option of that name, where its Kafka cannot be asked.",
                "By default the jobs of a Kafka that is named, or of the running stack, say it; else"
                        + " it is the job's default."
            })
    private List<String> windows;

    @Mixin private KafkaOptions kafka;

    @Spec private CommandSpec spec;

    @Override
    public Integer call() {
        KnownToKafka known = kafka.ask();
        RuleFiles files = RuleFiles.read(paths, windows(known.jobs()));
        PrintWriter err = spec.commandLine().getErr();
        if (windows == null) {
            RuleReport.basis(known.jobs(), err);
        }
        RuleReport.warnings(known.warnings(files), err);
        if (!files.problems().isEmpty()) {
            return RuleReport.problems(files, err);
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

    private ComputedWindows windows(AnnouncedJobs jobs) {
        if (windows == null) {
            return jobs.windows();
        }
        try {
            return ComputedWindows.ofSpecs(String.join(",", windows));
        } catch (IllegalArgumentException e) {
            throw new ParameterException(spec.commandLine(), "--windows: " + e.getMessage(), e);
        }
    }
}
