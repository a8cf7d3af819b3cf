package io.hostpulse.kibana;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.List;

/** An assembled object, as Kibana reads it. */
record SavedObject(JsonNode json) {

    /** The directory that holds all objects: this module's. */
    static final Path ROOT = Path.of("");

    static List<SavedObject> all() {
        return Assembler.assemble(ROOT).stream().map(line -> new SavedObject(parse(line))).toList();
    }

    static JsonNode parse(String text) {
        try {
            return ObjectFile.MAPPER.readTree(text);
        } catch (JsonProcessingException e) {
            throw new UncheckedIOException(e);
        }
    }

    String id() {
        return json.path("id").asText();
    }

    String type() {
        return json.path("type").asText();
    }

    JsonNode attributes() {
        return json.path("attributes");
    }

    /** What Kibana keeps as JSON in a string. */
    JsonNode embedded(String pointer) {
        return parse(attributes().at(pointer).asText("{}"));
    }

    /** The id that a reference of this name leads to; null if there is none. */
    String referenced(String name) {
        return idOf(json.path("references"), name);
    }

    static String idOf(JsonNode references, String name) {
        for (JsonNode reference : references) {
            if (reference.path("name").asText().equals(name)) {
                return reference.path("id").asText();
            }
        }
        return null;
    }
}
