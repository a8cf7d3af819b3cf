package io.hostpulse.stack.rule;

import static java.util.stream.Collectors.joining;

import io.hostpulse.stack.StackException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The alert rules that come with the system. */
public final class StockRules {

    private StockRules() {}

    /**
     * Publishes the rules that the topic does not know yet. A rule that was changed or deleted
     * there stays as it is.
     *
     * @param directory of {@code *.yaml} files
     * @return ids of those published
     */
    public static List<String> publishMissing(String bootstrapServers, Path directory) {
        return publishMissing(RuleTopic.at(bootstrapServers), readAll(directory));
    }

    /** As {@link #publishMissing(String, Path)}, of rules that were read before. */
    public static List<String> publishMissing(RuleTopic topic, List<FiledDefinition> rules) {
        Map<String, Optional<String>> present = topic.readAll();
        Map<String, Optional<String>> missing = new LinkedHashMap<>();
        for (FiledDefinition rule : rules) {
            if (!present.containsKey(rule.id())) {
                missing.put(rule.id(), Optional.of(rule.tree().toString()));
            }
        }
        topic.write(missing);
        return List.copyOf(missing.keySet());
    }

    /** The rules of every file of a directory. */
    static List<FiledDefinition> readAll(Path directory) {
        RuleFiles files = RuleFiles.read(List.of(directory));
        if (!files.problems().isEmpty()) {
            throw new StackException(
                    "The stock rules are wrong: "
                            + files.problems().stream()
                                    .map(RuleFileProblem::toString)
                                    .collect(joining("; ")));
        }
        return files.definitions();
    }
}
