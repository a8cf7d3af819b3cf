package io.hostpulse.stack.rule;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.hostpulse.stack.StackException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * What becomes of a topic when definitions are applied to it.
 *
 * @param kindById in the order of the definitions
 * @param fieldsById of those that are changed
 * @param jsonById of those that are to be written
 */
public record RuleChanges(
        Map<String, Kind> kindById,
        Map<String, List<FieldChange>> fieldsById,
        Map<String, Optional<String>> jsonById) {

    /** What becomes of one. */
    public enum Kind {
        ADDED,
        CHANGED,
        UNCHANGED,
        /** Not different, but the job has refused it. */
        RETRIED
    }

    private static final ObjectMapper JSON = new ObjectMapper();

    /**
     * Compares definitions with what a topic holds.
     *
     * @param refused ids of those that the job has refused as they are in the topic
     * @throws StackException naming all of which maintenance would take the place of a rule, or the
     *     reverse
     */
    public static RuleChanges of(
            List<FiledDefinition> definitions,
            Map<String, Optional<String>> present,
            Set<String> refused) {
        Map<String, Kind> kindById = new LinkedHashMap<>();
        Map<String, List<FieldChange>> fieldsById = new LinkedHashMap<>();
        Map<String, Optional<String>> jsonById = new LinkedHashMap<>();
        List<String> complaints = new ArrayList<>();
        for (FiledDefinition filed : definitions) {
            Optional<JsonNode> old =
                    present.getOrDefault(filed.id(), Optional.empty()).flatMap(RuleChanges::parse);
            JsonNode tree = parse(filed.tree().toString()).orElseThrow();
            noteOtherSort(filed, tree, old, complaints);
            Kind kind =
                    old.map(it -> kindOf(it.equals(tree), refused.contains(filed.id())))
                            .orElse(Kind.ADDED);
            kindById.put(filed.id(), kind);
            if (kind == Kind.CHANGED) {
                fieldsById.put(filed.id(), FieldChange.between(old.orElseThrow(), tree));
            }
            if (kind != Kind.UNCHANGED) {
                jsonById.put(filed.id(), Optional.of(tree.toString()));
            }
        }
        if (!complaints.isEmpty()) {
            throw new StackException(String.join("\n", complaints));
        }
        return new RuleChanges(kindById, fieldsById, jsonById);
    }

    private static Kind kindOf(boolean isSame, boolean isRefused) {
        if (!isSame) {
            return Kind.CHANGED;
        }
        return isRefused ? Kind.RETRIED : Kind.UNCHANGED;
    }

    private static void noteOtherSort(
            FiledDefinition filed, JsonNode tree, Optional<JsonNode> old, List<String> complaints) {
        boolean isMaintenance = tree.has("maintenance");
        if (old.isPresent() && old.get().has("maintenance") != isMaintenance) {
            complaints.add(
                    "%s:%d: '%s' is the id of a %s; take another, or delete that first."
                            .formatted(
                                    filed.file(),
                                    filed.line(),
                                    filed.id(),
                                    isMaintenance ? "rule" : "maintenance"));
        }
    }

    /** What a stranger wrote into the topic need not be JSON. */
    static Optional<JsonNode> parse(String json) {
        try {
            return Optional.of(JSON.readTree(json));
        } catch (JsonProcessingException e) {
            return Optional.empty();
        }
    }
}
