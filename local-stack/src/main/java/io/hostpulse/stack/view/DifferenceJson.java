package io.hostpulse.stack.view;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.hostpulse.stack.rule.FieldChange;
import io.hostpulse.stack.rule.RuleChanges.Kind;
import io.hostpulse.stack.rule.RuleDifference;
import java.util.Collections;
import java.util.List;

/** How rules in Kafka differ from files, for programs. */
public final class DifferenceJson {

    private DifferenceJson() {}

    /**
     * An object of the lists {@code added}, {@code changed}, {@code retried}, {@code removed} and
     * {@code in_no_file} (what --prune would remove), of which each element has an {@code id}; of
     * {@code same}, whether there is no difference; and of {@code unchanged}, a number.
     */
    public static ObjectNode of(RuleDifference difference) {
        ObjectNode json = JsonNodeFactory.instance.objectNode();
        json.put("same", difference.isNone());
        ArrayNode added = json.putArray("added");
        ArrayNode changed = json.putArray("changed");
        ArrayNode retried = json.putArray("retried");
        ArrayNode removed = json.putArray("removed");
        ArrayNode inNoFile = json.putArray("in_no_file");
        difference
                .changes()
                .kindById()
                .forEach(
                        (id, kind) -> {
                            switch (kind) {
                                case ADDED -> added.addObject().put("id", id);
                                case CHANGED ->
                                        putFields(
                                                changed.addObject().put("id", id),
                                                difference.changes().fieldsById().get(id));
                                case RETRIED -> retried.addObject().put("id", id);
                                case UNCHANGED -> {}
                            }
                        });
        ArrayNode surplus = difference.isPruned() ? removed : inNoFile;
        difference
                .surplus()
                .forEach(
                        (id, commit) -> {
                            ObjectNode rule = surplus.addObject().put("id", id);
                            commit.ifPresent(it -> rule.put("commit", it.toString()));
                        });
        json.put(
                "unchanged",
                Collections.frequency(difference.changes().kindById().values(), Kind.UNCHANGED));
        return json;
    }

    private static void putFields(ObjectNode rule, List<FieldChange> fields) {
        ArrayNode list = rule.putArray("fields");
        for (FieldChange field : fields) {
            ObjectNode change = list.addObject().put("key", field.key());
            field.before().ifPresent(value -> change.set("old", value));
            field.after().ifPresent(value -> change.set("new", value));
        }
    }
}
