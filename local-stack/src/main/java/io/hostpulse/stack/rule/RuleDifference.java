package io.hostpulse.stack.rule;

import com.fasterxml.jackson.databind.JsonNode;
import io.hostpulse.stack.StackException;
import io.hostpulse.wire.rule.Rule;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/**
 * How what Kafka has differs from what files hold.
 *
 * @param changes what becomes of the definitions of the files
 * @param surplus the rules of Kafka that are in no file, by id, with the commit that they were read
 *     from, if it is known. Maintenance is none of them: it is added while hosts are worked on, and
 *     ends by itself
 * @param isPruned whether those are to be removed
 */
public record RuleDifference(
        RuleChanges changes, Map<String, Optional<GitCommit>> surplus, boolean isPruned) {

    /**
     * @param entries the newest record of each id
     * @param refused ids of those that the job has refused as they are in the topic
     * @param isPruned whether rules that are in no file are to be removed
     * @throws StackException if maintenance would take the place of a rule or the reverse, or if
     *     there were no rule left
     */
    public static RuleDifference of(
            List<FiledDefinition> definitions,
            Map<String, RuleTopic.Entry> entries,
            Set<String> refused,
            boolean isPruned) {
        RuleChanges changes = RuleChanges.of(definitions, RuleTopic.jsonById(entries), refused);
        Map<String, Optional<GitCommit>> surplus = new TreeMap<>();
        entries.forEach(
                (id, entry) -> {
                    if (!changes.kindById().containsKey(id) && isRule(id, entry)) {
                        surplus.put(id, entry.commit());
                    }
                });
        boolean hasRule = definitions.stream().anyMatch(it -> it.definition() instanceof Rule);
        if (isPruned && !hasRule && !surplus.isEmpty()) {
            throw new StackException(
                    "The files have no rule, so all %d rules that Kafka has would be removed; leave --prune out, or remove them with `rules delete`."
                            .formatted(surplus.size()));
        }
        return new RuleDifference(changes, surplus, isPruned);
    }

    /** JSON by id of what is to be written for Kafka to have what the files hold; empty deletes. */
    public Map<String, Optional<String>> jsonById() {
        Map<String, Optional<String>> jsonById = new LinkedHashMap<>(changes.jsonById());
        if (isPruned) {
            surplus.keySet().forEach(id -> jsonById.put(id, Optional.empty()));
        }
        return jsonById;
    }

    /** Whether Kafka has what the files hold, and the job has not refused it. */
    public boolean isNone() {
        return jsonById().isEmpty();
    }

    /** What is no JSON, or stands under the id of another, may be anything: it stays. */
    private static boolean isRule(String id, RuleTopic.Entry entry) {
        Optional<JsonNode> tree = entry.json().flatMap(RuleChanges::parse);
        return tree.isPresent()
                && !tree.get().has("maintenance")
                && tree.get().path("id").asText().equals(id);
    }
}
