package io.hostpulse.agent.json;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;

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
        try (JsonParser parser = JSON.createParser(text)) {
            JsonToken token;
            while ((token = parser.nextToken()) != null) {
                if (token.isScalarValue() && token != JsonToken.VALUE_NULL) {
                    String pointer = parser.getParsingContext().pathAsPointer().toString();
                    if (pointers.contains(pointer)) {
                        values.put(pointer, parser.getText());
                    }
                }
            }
        }
        return values;
    }
}
