package io.hostpulse.stack.command;

import io.hostpulse.stack.rule.KnownToKafka;
import io.hostpulse.stack.rule.RuleDifference;
import io.hostpulse.stack.rule.RuleFiles;
import io.hostpulse.stack.rule.RuleTopic;
import io.hostpulse.stack.view.DifferenceText;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** How files of rules are compared with what Kafka has. */
final class DifferenceOptions {

    @Option(
            names = "--prune",
            description = {
                "Rules that are in no file are to be removed, whoever wrote them: those of `rules"
                        + " apply` and the stock rules too. They are named before.",
                "Maintenance is never removed; `maintenance end` ends it."
            })
    private boolean isPruned;

    @Option(names = "--json", description = "As a JSON object, for programs.")
    private boolean isJson;

    @Mixin private KafkaOptions kafka;

    boolean isJson() {
        return isJson;
    }

    RuleTopic topic() {
        return kafka.topic();
    }

    /**
     * @param err takes what is wrong with the files, and what may be meant otherwise
     * @return empty if anything is wrong with the files
     */
    Optional<RuleDifference> compare(List<Path> paths, PrintWriter err) {
        KnownToKafka known = KnownToKafka.read(kafka.settings());
        RuleFiles files = RuleFiles.read(paths, known.jobs().windows());
        RuleReport.basis(known.jobs(), err);
        RuleReport.warnings(known.warnings(files), err);
        if (!files.problems().isEmpty()) {
            RuleReport.problems(files, err);
            return Optional.empty();
        }
        RuleDifference difference =
                RuleDifference.of(
                        files.definitions(),
                        known.entries(),
                        known.refusals(kafka.refusals(known.entries())).keySet(),
                        isPruned);
        DifferenceText.warning(difference).ifPresent(err::println);
        return Optional.of(difference);
    }
}
