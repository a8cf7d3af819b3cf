package io.hostpulse.job.document;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.hostpulse.wire.Metric;
import io.hostpulse.wire.MetricGroup.LabelField;
import java.util.List;
import java.util.TreeMap;

/** The fields of an index and their types, as the body of an Elasticsearch mapping. */
final class Mapping {

    static final int KEYWORD_LENGTH = 1024;
    private static final int LONG_KEYWORD_LENGTH = 2048;

    /** The highest number that half precision holds. */
    private static final double MAX_HALF_FLOAT = 65_504;

    private final TreeMap<String, ObjectNode> fields = new TreeMap<>();

    Mapping keywords(String... names) {
        for (String name : names) {
            field(name, keyword(KEYWORD_LENGTH));
        }
        return this;
    }

    Mapping dates(String... names) {
        return all("date", names);
    }

    Mapping longs(String... names) {
        return all("long", names);
    }

    Mapping booleans(String... names) {
        return all("boolean", names);
    }

    Mapping doubles(String... names) {
        return all("double", names);
    }

    /** A sentence: found by its words, and shown whole. */
    Mapping text(String name) {
        ObjectNode text = type("text");
        text.putObject("fields").set("keyword", keyword(KEYWORD_LENGTH));
        return field(name, text);
    }

    /** Kept, but neither searched nor counted. */
    Mapping unindexed(String name) {
        ObjectNode type = type("keyword");
        type.put("index", false).put("doc_values", false);
        return field(name, type);
    }

    /**
     * Numbers that are aggregated and sorted by, but have no index of their own, which would be
     * larger than they are. Elasticsearch finds them nevertheless from 8.1 on, if more slowly.
     */
    Mapping countedOnly(String type, String name) {
        return field(name, type(type).put("index", false));
    }

    Mapping labels(List<LabelField> labels) {
        for (LabelField label : labels) {
            field(
                    label.name(),
                    switch (label.type()) {
                        case KEYWORD -> keyword(KEYWORD_LENGTH);
                        case LONG_KEYWORD -> keyword(LONG_KEYWORD_LENGTH);
                        case LONG -> type("long");
                        case IP -> type("ip").put("ignore_malformed", true);
                        case DATE -> type("date");
                        case UNRECOGNIZED -> throw new IllegalStateException(label.name());
                    });
        }
        return this;
    }

    /** In half precision, which is exact to three digits, where the unit has a limit. */
    Mapping metric(Metric metric) {
        String type =
                metric.integral()
                        ? "long"
                        : metric.highest() <= MAX_HALF_FLOAT ? "half_float" : "float";
        countedOnly(type, metric.name());
        metric.also().forEach(also -> countedOnly(type, also));
        return this;
    }

    /** Words that operators choose: any key, each a keyword. */
    Mapping freeLabels() {
        ObjectNode labels = type("object");
        labels.put("dynamic", true);
        return field("labels", labels);
    }

    int size() {
        return fields.size();
    }

    /** Strict: a field that is not here is a mistake, and the document is refused. */
    ObjectNode toJson() {
        ObjectNode mapping = JsonNodeFactory.instance.objectNode();
        mapping.put("dynamic", "strict").put("date_detection", false);
        mapping.putArray("dynamic_templates")
                .addObject()
                .putObject("labels")
                .put("path_match", "labels.*")
                .set("mapping", keyword(KEYWORD_LENGTH));
        ObjectNode properties = mapping.putObject("properties");
        fields.forEach((name, type) -> place(properties, Json.path(name), type));
        return mapping;
    }

    private static void place(ObjectNode properties, String[] path, ObjectNode type) {
        ObjectNode level = properties;
        for (int step = 0; step < path.length - 1; step++) {
            level = level.withObjectProperty(path[step]).withObjectProperty("properties");
        }
        level.set(path[path.length - 1], type);
    }

    private Mapping all(String type, String... names) {
        for (String name : names) {
            field(name, type(type));
        }
        return this;
    }

    private Mapping field(String name, ObjectNode type) {
        if (fields.put(name, type) != null) {
            throw new IllegalStateException("field " + name + " is described twice");
        }
        return this;
    }

    private static ObjectNode type(String name) {
        return JsonNodeFactory.instance.objectNode().put("type", name);
    }

    private static ObjectNode keyword(int ignoreAbove) {
        return type("keyword").put("ignore_above", ignoreAbove);
    }
}
