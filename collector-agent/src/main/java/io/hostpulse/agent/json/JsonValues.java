package io.hostpulse.agent.json;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonPointer;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.function.BiConsumer;

/** Picks values out of JSON text without building a tree of it. */
public final class JsonValues {

    private static final JsonFactory JSON = new JsonFactory();

    private JsonValues() {}

    /**
     * The texts, numbers and truth values at {@code pointers}, as text; what is not there is left
     * out.
     *
     * @param pointers as RFC 6901 has them
     * @throws IOException if the text is not JSON
     */
    public static Map<String, String> pick(String text, Set<String> pointers) throws IOException {
        Map<String, String> values = new HashMap<>();
        scan(
                text,
                (pointer, value) -> {
                    if (pointers.contains(pointer.toString())) {
                        values.put(pointer.toString(), value);
                    }
                });
        return values;
    }

    /**
     * The same of every element of a list, {@code pointers} being within an element. An element
     * with none of them is left out.
     *
     * @throws IOException if the text is not JSON
     */
    public static Collection<Map<String, String>> pickFromEach(String text, Set<String> pointers)
            throws IOException {
        Map<String, Map<String, String>> elements = new LinkedHashMap<>();
        scan(
                text,
                (pointer, value) -> {
                    String inElement = String.valueOf(pointer.tail());
                    if (pointers.contains(inElement)) {
                        elements.computeIfAbsent(
                                        pointer.getMatchingProperty(), index -> new HashMap<>())
                                .put(inElement, value);
                    }
                });
        return elements.values();
    }

    private static void scan(String text, BiConsumer<JsonPointer, String> values)
            throws IOException {
        try (JsonParser parser = JSON.createParser(text)) {
            JsonToken token;
            while ((token = parser.nextToken()) != null) {
                if (token.isScalarValue() && token != JsonToken.VALUE_NULL) {
                    values.accept(parser.getParsingContext().pathAsPointer(), parser.getText());
                }
            }
        }
    }
}
