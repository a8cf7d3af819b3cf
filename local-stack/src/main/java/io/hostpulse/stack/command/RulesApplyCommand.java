package io.hostpulse.stack.command;

import static java.util.stream.Collectors.counting;
import static java.util.stream.Collectors.groupingBy;

import io.hostpulse.stack.rule.KnownToKafka;
import io.hostpulse.stack.rule.RuleChanges;
import io.hostpulse.stack.rule.RuleChanges.Kind;
import io.hostpulse.stack.rule.RuleFiles;
import io.hostpulse.stack.rule.RuleTopic;
import io.hostpulse.stack.rule.StockRules;
import io.hostpulse.stack.view.Terminal;
import io.hostpulse.stack.view.Terminal.Colour;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Makes the rules of files hold. */
@Command(
        name = "apply",
        description = {
            "Makes the rules of files hold, in place of those with the same ids.",
            "If anything is wrong with any of them, nothing is changed. Rules that are in no file stay."
        },
        sortOptions = false,
        exitCodeListHeading = "%nExit codes:%n",
        exitCodeList = {
            "0:they hold",
            "1:something is wrong with them, or Kafka does not take them",
            "2:wrong usage"
        })
public final class RulesApplyCommand implements Callable<Integer> {

    @Parameters(
            arity = "1..*",
            paramLabel = "FILE|DIR",
            description = "Files, or directories whose *.yaml are meant.")
    private List<Path> paths;

    @Option(
            names = "--only-new",
            description =
                    "Leave alone what Kafka has known before: rules that were changed there, or"
                            + " deleted.")
    private boolean onlyNew;

    @Mixin private KafkaOptions kafka;

    @Spec private CommandSpec spec;

    @Override
    public Integer call() {
        KnownToKafka known = KnownToKafka.read(kafka.settings());
        PrintWriter err = spec.commandLine().getErr();
        // a window that is not computed must not keep an installation from its other stock rules
        RuleFiles files =
                onlyNew ? RuleFiles.read(paths) : RuleFiles.read(paths, known.jobs().windows());
        if (!onlyNew) {
            RuleReport.basis(known.jobs(), err);
        }
        RuleReport.warnings(known.warnings(files), err);
        if (!files.problems().isEmpty()) {
            int exitCode = RuleReport.problems(files, err);
            err.println("Nothing was changed.");
            return exitCode;
        }
        RuleTopic topic = kafka.topic();
        if (onlyNew) {
            List<String> added = StockRules.publishMissing(topic, files.definitions());
            spec.commandLine().getOut().println("%d added".formatted(added.size()));
            return 0;
        }
        RuleChanges changes =
                RuleChanges.of(
                        files.definitions(),
                        RuleTopic.jsonById(known.entries()),
                        known.refusals(kafka.refusals(known.entries())).keySet());
        topic.write(changes.jsonById());
        report(changes.kindById());
        return 0;
    }

    private void report(Map<String, Kind> kindById) {
        PrintWriter out = spec.commandLine().getOut();
        Terminal terminal = Terminal.ofStandardOutput();
        kindById.forEach((id, kind) -> out.println(paint(terminal, kind) + "  " + id));
        Map<Kind, Long> counts =
                kindById.values().stream().collect(groupingBy(kind -> kind, counting()));
        out.println(
                "%d added, %d changed, %d unchanged"
                                .formatted(
                                        counts.getOrDefault(Kind.ADDED, 0L),
                                        counts.getOrDefault(Kind.CHANGED, 0L),
                                        counts.getOrDefault(Kind.UNCHANGED, 0L))
                        + (counts.containsKey(Kind.RETRIED)
                                ? ", %d told to the job again, which had refused them"
                                        .formatted(counts.get(Kind.RETRIED))
                                : ""));
    }

    private static String paint(Terminal terminal, Kind kind) {
        String word = "%-9s".formatted(kind.name().toLowerCase(Locale.ROOT));
        return switch (kind) {
            case ADDED -> terminal.paint(Colour.GOOD, word);
            case CHANGED, RETRIED -> terminal.paint(Colour.WARNING, word);
            case UNCHANGED -> terminal.paint(Colour.FAINT, word);
        };
    }
}
