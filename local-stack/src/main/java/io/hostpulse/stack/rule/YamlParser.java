package io.hostpulse.stack.rule;

import com.fasterxml.jackson.core.JsonLocation;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.NullNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import com.fasterxml.jackson.dataformat.yaml.YAMLParser;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * Makes a tree of YAML. What JSON has no like of is a fault of its key, and reading goes on:
 * numbers that are none, numbers that YAML reads in another base, keys that are given twice,
 * aliases.
 */
final class YamlParser {

    private static final YAMLFactory FACTORY = new YAMLFactory();

    /** The others are octal, hexadecimal, binary or have underscores in them. */
    private static final Pattern DECIMAL =
            Pattern.compile("[-+]?(?!0\\d)\\d*\\.?\\d*(?:[eE][-+]?\\d+)?");

    private static final String TAB = "\t";

    private final YAMLParser parser;
    private final int linesBefore;
    private final Map<String, Integer> lineByKey = new HashMap<>();
    private final List<Fault> faults = new ArrayList<>();

    private YamlParser(YAMLParser parser, int linesBefore) {
        this.parser = parser;
        this.linesBefore = linesBefore;
    }

    /**
     * All documents of {@code yaml}; one that is no YAML ends them.
     *
     * @param linesBefore how many lines there are before it in its file
     */
    static List<YamlDocument> parse(String yaml, int linesBefore) {
        List<Fault> tabs = new ArrayList<>();
        String[] lines = yaml.split("(?<=\n)");
        while (true) {
            List<YamlDocument> documents = new ArrayList<>();
            try (YAMLParser parser = FACTORY.createParser(String.join("", lines))) {
                while (parser.nextToken() != null) {
                    YamlParser document = new YamlParser(parser, linesBefore);
                    document.faults.addAll(documents.isEmpty() ? tabs : List.of());
                    JsonNode tree = document.read("");
                    documents.add(
                            new YamlDocument(
                                    Optional.of(tree), document.lineByKey, document.faults));
                }
                return documents;
            } catch (JsonProcessingException e) {
                SyntaxError error = SyntaxError.of(e, lines);
                String line = lines[error.line() - 1];
                tabs.add(
                        Fault.of(linesBefore + error.line(), RuleText.keyOf(line), error.reason()));
                if (!error.isTab() || !line.contains(TAB)) {
                    documents.add(new YamlDocument(Optional.empty(), Map.of(), tabs));
                    return documents;
                }
                lines[error.line() - 1] = line.replace(TAB, "  ");
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }

    /** Reads the value that the parser stands at. */
    private JsonNode read(String path) throws IOException {
        lineByKey.putIfAbsent(path, line());
        return switch (parser.currentToken()) {
            case START_OBJECT -> readObject(path);
            case START_ARRAY -> readArray(path);
            case VALUE_TRUE -> JsonNodeFactory.instance.booleanNode(true);
            case VALUE_FALSE -> JsonNodeFactory.instance.booleanNode(false);
            case VALUE_NULL -> NullNode.instance;
            case VALUE_NUMBER_INT, VALUE_NUMBER_FLOAT -> readNumber(path);
            case VALUE_STRING -> readText(path);
            default -> refuse(path, "has a tag that is not understood here; write the value alone");
        };
    }

    private JsonNode readObject(String path) throws IOException {
        ObjectNode object = JsonNodeFactory.instance.objectNode();
        while (parser.nextToken() != JsonToken.END_OBJECT) {
            String name = parser.currentName();
            String key = path.isEmpty() ? name : path + "." + name;
            Integer before = lineByKey.putIfAbsent(key, line());
            if (before != null) {
                refuse(key, "is given on line " + before + " already; keep one of them");
            }
            parser.nextToken();
            JsonNode value = read(key);
            if (before == null) {
                object.set(name, value);
            }
        }
        return object;
    }

    private JsonNode readArray(String path) throws IOException {
        ArrayNode array = JsonNodeFactory.instance.arrayNode();
        while (parser.nextToken() != JsonToken.END_ARRAY) {
            array.add(read(path + "[" + array.size() + "]"));
        }
        return array;
    }

    private JsonNode readText(String path) throws IOException {
        if (parser.isCurrentAlias()) {
            return refuse(
                    path,
                    "aliases such as *"
                            + parser.getText()
                            + " are not understood here; write the value out");
        }
        return JsonNodeFactory.instance.textNode(parser.getText());
    }

    private JsonNode readNumber(String path) throws IOException {
        String text = parser.getText();
        if (!DECIMAL.matcher(text).matches() || Double.isInfinite(Double.parseDouble(text))) {
            return refuse(
                    path,
                    "'%s' is not a number; write one such as 0.9, or text in quotes"
                            .formatted(text));
        }
        return parser.currentToken() == JsonToken.VALUE_NUMBER_INT
                ? JsonNodeFactory.instance.numberNode(parser.getBigIntegerValue())
                : JsonNodeFactory.instance.numberNode(parser.getDoubleValue());
    }

    /** What stands there as text, so that the key is not called missing as well. */
    private JsonNode refuse(String path, String reason) throws IOException {
        faults.add(Fault.of(line(), path, reason));
        return JsonNodeFactory.instance.textNode(parser.getText());
    }

    private int line() {
        JsonLocation location = parser.currentTokenLocation();
        return linesBefore + Math.max(1, location.getLineNr());
    }
}
