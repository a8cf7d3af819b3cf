package io.hostpulse.benchmarks.detect;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.hostpulse.job.model.RawRecord;
import io.hostpulse.stack.rule.RuleFiles;
import io.hostpulse.wire.Topics;
import java.nio.file.Path;
import java.util.List;

/** The rules that come with Hostpulse, as their topic has them. */
public final class StockRules {

    private StockRules() {}

    public static List<RawRecord> read(Path directory) {
        return RuleFiles.read(List.of(directory)).definitions().stream()
                .map(
                        rule ->
                                new RawRecord(
                                        Topics.RULES,
                                        0,
                                        0,
                                        0,
                                        null,
                                        rule.id().getBytes(UTF_8),
                                        rule.tree().toString().getBytes(UTF_8)))
                .toList();
    }
}
