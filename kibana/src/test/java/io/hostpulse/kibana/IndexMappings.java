package io.hostpulse.kibana;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;

/** The types of all fields that a data view can see, from the templates of its indices. */
record IndexMappings(Map<String, String> types, boolean hasLabels) {

    private static final Path TEMPLATES = Path.of("../elastic/component-templates");

    private static final Map<String, String> TEMPLATE_OF_PATTERN =
            Map.of(
                    "metrics-hostpulse.samples.*", "samples",
                    "hostpulse-windows-*", "windows",
                    "hostpulse-alerts-*", "alerts",
                    "hostpulse-alert-history-*", "alert-history",
                    "hostpulse-hosts", "hosts",
                    "hostpulse-dead-letters-*", "dead-letters");

    /**
     * @param title of the data view: the patterns of its indices, separated by commas
     */
    static IndexMappings of(String title) {
        Map<String, String> types = new HashMap<>();
        for (String pattern : title.split(",")) {
            String template = TEMPLATE_OF_PATTERN.get(pattern);
            JsonNode mappings =
                    ObjectFile.read(TEMPLATES.resolve("hostpulse-" + template + "-mappings.json"))
                            .at("/template/mappings");
            collect(mappings.path("properties"), "", types);
        }
        return new IndexMappings(types, types.containsKey("labels"));
    }

    private static void collect(JsonNode properties, String prefix, Map<String, String> types) {
        properties
                .properties()
                .forEach(
                        field -> {
                            String name = prefix + field.getKey();
                            JsonNode definition = field.getValue();
                            types.put(name, definition.path("type").asText("object"));
                            collect(definition.path("properties"), name + ".", types);
                            collect(definition.path("fields"), name + ".", types);
                        });
    }

    /** The type of a field, {@code absent} if there is no such field. */
    String typeOf(String field) {
        return hasLabels && field.startsWith("labels.")
                ? "keyword"
                : types.getOrDefault(field, "absent");
    }
}
