package io.hostpulse.stack.chaos;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.MappingIterator;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import io.hostpulse.stack.SourceTree;
import io.hostpulse.stack.rule.FiledDefinition;
import io.hostpulse.stack.rule.RuleFiles;
import io.hostpulse.wire.rule.Definition;
import io.hostpulse.wire.rule.InvalidRuleException;
import io.hostpulse.wire.rule.Rule;
import io.hostpulse.wire.rule.RuleReader;
import io.hostpulse.wire.rule.Silence;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/** The rules of a run: the stock rules, some that are faster, and one that comes and goes. */
final class ChaosRules {

    /** The rule that is changed during the run. */
    static final String CHANGING = "chaos-changing";

    /** Fires on a host that tells by it that the rules before it are in force. */
    static final String READY = "chaos-ready";

    private static final YAMLMapper YAML = new YAMLMapper();

    private final List<JsonNode> own;
    private final List<Definition> definitions = new ArrayList<>();

    ChaosRules(SourceTree tree) {
        own = readOwn();
        RuleFiles.read(List.of(tree.rules())).definitions().stream()
                .map(FiledDefinition::definition)
                .forEach(definitions::add);
        try {
            for (JsonNode rule : own) {
                definitions.add(RuleReader.read(rule));
            }
        } catch (InvalidRuleException e) {
            throw new IllegalStateException("a rule of the program's own is wrong", e);
        }
    }

    /** All that are in force from before the first sample to the last. */
    List<Definition> definitions() {
        return List.copyOf(definitions);
    }

    /** Ids of those about silence, which depends on when samples arrive. */
    Set<String> silences() {
        return definitions.stream()
                .filter(Rule.class::isInstance)
                .map(Rule.class::cast)
                .filter(rule -> rule.when() instanceof Silence)
                .map(Rule::id)
                .collect(Collectors.toSet());
    }

    /** What has to be written to the topic of rules beside the stock rules, by id. */
    Map<String, Optional<String>> toPublish() {
        Map<String, Optional<String>> byId = new LinkedHashMap<>();
        own.forEach(rule -> byId.put(rule.path("id").asText(), Optional.of(rule.toString())));
        byId.put(
                READY,
                Optional.of(
                        """
                        {"id": "%s", "name": "Rules are in force", "severity": "info",
                         "hosts": {"names": ["%s"]},
                         "when": {"metric": "system.load.1", "above": 1000}}
                        """
                                .formatted(READY, Canary.HOST)));
        return byId;
    }

    /** The rule that is changed, as JSON. */
    static String changing(double threshold) {
        return String.format(
                Locale.ROOT,
                """
                {"id": "%s", "name": "Comes and goes", "severity": "info",
                 "when": {"metric": "system.cpu.total.norm.pct", "above": %.2f}}
                """,
                CHANGING,
                threshold);
    }

    private static List<JsonNode> readOwn() {
        try (InputStream yaml = ChaosRules.class.getResourceAsStream("rules.yaml");
                MappingIterator<JsonNode> rules = YAML.readerFor(JsonNode.class).readValues(yaml)) {
            return rules.readAll();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
