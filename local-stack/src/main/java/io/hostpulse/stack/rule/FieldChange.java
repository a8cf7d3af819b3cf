package io.hostpulse.stack.rule;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;

/**
 * A value of a definition that is another one than before.
 *
 * @param key such as {@code when.all[1].above}
 * @param before empty if there was none
 * @param after empty if there is none any more
 */
public record FieldChange(String key, Optional<JsonNode> before, Optional<JsonNode> after) {

    /** All of them, in the order of the keys as they are now; those that are gone come last. */
    static List<FieldChange> between(JsonNode before, JsonNode after) {
        List<FieldChange> changes = new ArrayList<>();
        compare("", Optional.of(before), Optional.of(after), changes);
        return changes;
    }

    private static void compare(
            String key,
            Optional<JsonNode> before,
            Optional<JsonNode> after,
            List<FieldChange> changes) {
        if (before.equals(after)) {
            return;
        }
        if (areAll(JsonNode::isObject, before, after)) {
            Set<String> names = new LinkedHashSet<>();
            after.get().fieldNames().forEachRemaining(names::add);
            before.get().fieldNames().forEachRemaining(names::add);
            for (String name : names) {
                compare(
                        key.isEmpty() ? name : key + "." + name,
                        Optional.ofNullable(before.get().get(name)),
                        Optional.ofNullable(after.get().get(name)),
                        changes);
            }
        } else if (areAll(FieldChange::isListOfObjects, before, after)) {
            for (int i = 0; i < Math.max(before.get().size(), after.get().size()); i++) {
                compare(
                        key + "[" + i + "]",
                        Optional.ofNullable(before.get().get(i)),
                        Optional.ofNullable(after.get().get(i)),
                        changes);
            }
        } else {
            changes.add(new FieldChange(key, before, after));
        }
    }

    private static boolean areAll(
            Predicate<JsonNode> property, Optional<JsonNode> before, Optional<JsonNode> after) {
        return before.filter(property).isPresent() && after.filter(property).isPresent();
    }

    /** Lists of plain values are short, and read best as a whole. */
    private static boolean isListOfObjects(JsonNode node) {
        boolean isList = node.isArray() && !node.isEmpty();
        for (JsonNode element : node) {
            isList &= element.isObject();
        }
        return isList;
    }
}
