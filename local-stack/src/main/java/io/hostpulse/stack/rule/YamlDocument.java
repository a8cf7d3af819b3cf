package io.hostpulse.stack.rule;

import com.fasterxml.jackson.core.JsonLocation;
import com.fasterxml.jackson.core.JsonParseException;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import com.fasterxml.jackson.dataformat.yaml.YAMLParser;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.HashMap;
import java.util.Map;
import java.util.function.Consumer;

/** One document of a YAML file, which also knows on which line each key stands. */
final class YamlDocument {

    private static final YAMLFactory FACTORY =
            YAMLFactory.builder().enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION).build();
    private static final ObjectMapper MAPPER = new ObjectMapper();

    private final JsonNode tree;
    private final Map<String, Integer> lineByKey;

    private YamlDocument(JsonNode tree, Map<String, Integer> lineByKey) {
        this.tree = tree;
        this.lineByKey = lineByKey;
    }

    /**
     * Hands on all documents of {@code yaml}, as far as it can be read; none if it has only
     * comments.
     *
     * @throws JsonProcessingException with the place, if it is no YAML, gives a key twice, or uses
     *     aliases
     */
    static void readAll(String yaml, Consumer<YamlDocument> consumer)
            throws JsonProcessingException {
        try (YAMLParser parser = FACTORY.createParser(yaml)) {
            while (parser.nextToken() != null) {
                Map<String, Integer> lineByKey = new HashMap<>();
                consumer.accept(new YamlDocument(read(parser, "", lineByKey), lineByKey));
            }
        } catch (JsonProcessingException e) {
            throw e;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    JsonNode tree() {
        return tree;
    }

    /**
     * The line, from 1, of a key such as {@code when.all[1].metric}; of what it should stand in if
     * it is not there.
     */
    int lineOf(String key) {
        String place = key;
        while (!lineByKey.containsKey(place)) {
            place =
                    place.substring(
                            0,
                            Math.max(0, Math.max(place.lastIndexOf('.'), place.lastIndexOf('['))));
        }
        return lineByKey.get(place);
    }

    /** Reads the value that the parser stands at. */
    private static JsonNode read(YAMLParser parser, String path, Map<String, Integer> lineByKey)
            throws IOException {
        lineByKey.putIfAbsent(path, line(parser));
        if (parser.isCurrentAlias()) {
            throw new JsonParseException(parser, "aliases are not understood here");
        }
        if (parser.currentToken() == JsonToken.START_OBJECT) {
            ObjectNode object = JsonNodeFactory.instance.objectNode();
            while (parser.nextToken() != JsonToken.END_OBJECT) {
                String name = parser.currentName();
                String key = path.isEmpty() ? name : path + "." + name;
                lineByKey.put(key, line(parser));
                parser.nextToken();
                object.set(name, read(parser, key, lineByKey));
            }
            return object;
        }
        if (parser.currentToken() == JsonToken.START_ARRAY) {
            ArrayNode array = JsonNodeFactory.instance.arrayNode();
            while (parser.nextToken() != JsonToken.END_ARRAY) {
                array.add(read(parser, path + "[" + array.size() + "]", lineByKey));
            }
            return array;
        }
        return MAPPER.readTree(parser);
    }

    private static int line(YAMLParser parser) {
        JsonLocation location = parser.currentTokenLocation();
        return Math.max(1, location.getLineNr());
    }
}
