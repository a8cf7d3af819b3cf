package io.hostpulse.job.document;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Fields by their dotted names, as Elasticsearch has them. */
final class DocumentFields {

    private DocumentFields() {}

    /** The values of all fields of a document; several where it has an array. */
    static Map<String, List<JsonNode>> valuesOf(JsonNode document) {
        Map<String, List<JsonNode>> fields = new TreeMap<>();
        collectValues("", document, fields);
        return fields;
    }

    /** What the mapping of an index says of each of its fields; of free labels nothing. */
    static Map<String, JsonNode> typesOf(IndexName index) {
        Map<String, JsonNode> types = new TreeMap<>();
        collectTypes("", IndexTemplates.mappings().get(index).toJson(), types);
        types.remove("labels");
        return types;
    }

    private static void collectValues(
            String name, JsonNode node, Map<String, List<JsonNode>> fields) {
        if (node.isObject()) {
            node.properties()
                    .forEach(
                            member ->
                                    collectValues(
                                            join(name, member.getKey()),
                                            member.getValue(),
                                            fields));
        } else if (node.isArray()) {
            List<JsonNode> values = new ArrayList<>();
            node.forEach(values::add);
            fields.put(name, values);
        } else {
            fields.put(name, List.of(node));
        }
    }

    private static void collectTypes(String name, JsonNode mapping, Map<String, JsonNode> types) {
        if (mapping.has("type")) {
            types.put(name, mapping);
        }
        mapping.path("properties")
                .properties()
                .forEach(
                        field -> collectTypes(join(name, field.getKey()), field.getValue(), types));
    }

    private static String join(String prefix, String name) {
        return prefix.isEmpty() ? name : prefix + "." + name;
    }
}
