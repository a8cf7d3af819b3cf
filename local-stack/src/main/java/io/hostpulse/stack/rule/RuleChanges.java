package io.hostpulse.stack.rule;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.hostpulse.stack.StackException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What becomes of a topic when definitions are applied to it.
 *
 * @param kindById in the order of the definitions
 * @param jsonById of those that are new or different
 */
public record RuleChanges(Map<String, Kind> kindById, Map<String, Optional<String>> jsonById) {

    /** What becomes of one. */
    public enum Kind {
        ADDED,
        CHANGED,
        UNCHANGED
    }

    private static final ObjectMapper JSON = new ObjectMapper();

    /**
     * Compares definitions with what a topic holds.
     *
     * @throws StackException if maintenance would take the place of a rule, or the reverse
     */
    public static RuleChanges of(
            List<FiledDefinition> definitions, Map<String, Optional<String>> present) {
        Map<String, Kind> kindById = new LinkedHashMap<>();
        Map<String, Optional<String>> jsonById = new LinkedHashMap<>();
        for (FiledDefinition filed : definitions) {
            Optional<JsonNode> old =
                    present.getOrDefault(filed.id(), Optional.empty()).flatMap(RuleChanges::parse);
            JsonNode tree = parse(filed.tree().toString()).orElseThrow();
            requireSameSort(filed, tree, old);
            Kind kind =
                    old.map(it -> it.equals(tree) ? Kind.UNCHANGED : Kind.CHANGED)
                            .orElse(Kind.ADDED);
            kindById.put(filed.id(), kind);
            if (kind != Kind.UNCHANGED) {
                jsonById.put(filed.id(), Optional.of(tree.toString()));
            }
        }
        return new RuleChanges(kindById, jsonById);
    }

    private static void requireSameSort(
            FiledDefinition filed, JsonNode tree, Optional<JsonNode> old) {
        boolean isMaintenance = tree.has("maintenance");
        if (old.isPresent() && old.get().has("maintenance") != isMaintenance) {
            throw new StackException(
                    "%s:%d: '%s' is the id of a %s; take another, or delete that first."
                            .formatted(
                                    filed.file(),
                                    filed.line(),
                                    filed.id(),
                                    isMaintenance ? "rule" : "maintenance"));
        }
    }

    /** What a stranger wrote into the topic need not be JSON. */
    private static Optional<JsonNode> parse(String json) {
        try {
            return Optional.of(JSON.readTree(json));
        } catch (JsonProcessingException e) {
            return Optional.empty();
        }
    }
}
