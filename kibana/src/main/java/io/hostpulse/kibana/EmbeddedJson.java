package io.hostpulse.kibana;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import java.util.Map;
import java.util.Set;

/** Turns what Kibana keeps as JSON in a string, and the files keep as JSON, into that string. */
final class EmbeddedJson {

    /** Those whose names do not end with JSON. */
    private static final Set<String> NAMES =
            Set.of(
                    "fieldFormatMap",
                    "fieldAttrs",
                    "fields",
                    "sourceFilters",
                    "runtimeFieldMap",
                    "typeMeta");

    private EmbeddedJson() {}

    /** Escapes, in place, every such attribute of an object and of the objects in it. */
    static void escape(ObjectNode attributes) {
        for (Map.Entry<String, JsonNode> attribute : attributes.properties()) {
            JsonNode value = attribute.getValue();
            if (value.isContainerNode() && isEmbedded(attribute.getKey())) {
                attribute.setValue(TextNode.valueOf(value.toString()));
            } else if (value instanceof ObjectNode object) {
                escape(object);
            }
        }
    }

    private static boolean isEmbedded(String name) {
        return name.endsWith("JSON") || NAMES.contains(name);
    }
}
