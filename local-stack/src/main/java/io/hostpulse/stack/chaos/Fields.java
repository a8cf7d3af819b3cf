package io.hostpulse.stack.chaos;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Map;
import java.util.TreeMap;

/** JSON as fields with dots in their names: numbers as doubles, all else as text. */
final class Fields {

    private Fields() {}

    static Map<String, Object> of(JsonNode document) {
        Map<String, Object> fields = new TreeMap<>();
        add("", document, fields);
        return fields;
    }

    private static void add(String prefix, JsonNode object, Map<String, Object> fields) {
        object.properties()
                .forEach(
                        member -> {
                            String name = prefix + member.getKey();
                            JsonNode value = member.getValue();
                            if (value.isObject()) {
                                add(name + ".", value, fields);
                            } else if (value.isNumber()) {
                                fields.put(name, number(value.doubleValue()));
                            } else {
                                fields.put(
                                        name,
                                        value.isTextual() ? value.asText() : value.toString());
                            }
                        });
    }

    /** JSON may keep the sign of a zero. */
    static Double number(double value) {
        return value + 0.0;
    }
}
