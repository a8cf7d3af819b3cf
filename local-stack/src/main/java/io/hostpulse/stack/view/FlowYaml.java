package io.hostpulse.stack.view;

import static java.util.stream.Collectors.joining;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.TextNode;
import io.hostpulse.wire.SafeText;
import java.util.List;
import java.util.stream.StreamSupport;
import org.yaml.snakeyaml.DumperOptions;
import org.yaml.snakeyaml.DumperOptions.FlowStyle;
import org.yaml.snakeyaml.Yaml;

/** Values as a file of rules would have them in one line. */
final class FlowYaml {

    private FlowYaml() {}

    /** Such as {@code {names: [db-*], labels: {env: prod}}}. */
    static String of(JsonNode value) {
        if (value.isObject()) {
            return value.properties().stream()
                    .map(field -> text(field.getKey()) + ": " + of(field.getValue()))
                    .collect(joining(", ", "{", "}"));
        }
        if (value.isArray()) {
            return StreamSupport.stream(value.spliterator(), false)
                    .map(FlowYaml::of)
                    .collect(joining(", ", "[", "]"));
        }
        return value.isTextual() ? text(value.textValue()) : value.asText();
    }

    /** In quotes only where it would be read as something else without them. */
    private static String text(String text) {
        if (!SafeText.ofLine(text).equals(text)) {
            return SafeText.ofLine(TextNode.valueOf(text).toString());
        }
        DumperOptions options = new DumperOptions();
        options.setDefaultFlowStyle(FlowStyle.FLOW);
        options.setSplitLines(false);
        // within a list, where commas and braces have to be in quotes too
        String list = new Yaml(options).dump(List.of(text)).strip();
        return list.substring(1, list.length() - 1);
    }
}
