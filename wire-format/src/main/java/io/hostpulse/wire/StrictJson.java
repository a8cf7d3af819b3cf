package io.hostpulse.wire;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonLocation;
import com.fasterxml.jackson.core.JsonParseException;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.core.io.JsonEOFException;
import com.fasterxml.jackson.core.json.JsonReadFeature;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;

/**
 * Holds a value against <a href="https://www.rfc-editor.org/rfc/rfc8259">RFC 8259</a> before a
 * lenient parser reads it. The protobuf library takes comments and single quotes, overlooks what
 * follows the first object, keeps only the last of members with the same name, and lets through
 * halves of surrogate pairs, which UTF-8 cannot carry, so that ids would change on their way.
 *
 * <p>NaN and infinities may stand without quotes, as many writers have them: in a sample they cost
 * one metric, not all of them.
 */
public final class StrictJson {

    /** As deep as the protobuf library goes itself. */
    private static final int MAX_DEPTH = 100;

    private static final JsonFactory FACTORY =
            JsonFactory.builder()
                    .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
                    .enable(JsonReadFeature.ALLOW_NON_NUMERIC_NUMBERS)
                    .streamReadConstraints(
                            StreamReadConstraints.builder().maxNestingDepth(MAX_DEPTH).build())
                    .build();

    private StrictJson() {}

    /**
     * @return {@code value} as text, which is one JSON value, UTF-8, nested at most 100 deep, and
     *     nothing after it
     * @throws NotJsonException if it is not
     */
    public static String read(byte[] value) throws NotJsonException {
        String text = decodeUtf8(value);
        try (JsonParser parser = createParser(text)) {
            readValue(parser, text.contains("\\u"));
            if (parser.nextToken() != null) {
                throw new JsonParseException(parser, "more follows after the end");
            }
            return text;
        } catch (JsonEOFException e) {
            throw notJson(e, "it ends too early");
        } catch (JsonProcessingException e) {
            throw notJson(e, e.getOriginalMessage());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static JsonParser createParser(String json) throws IOException {
        return FACTORY.createParser(json);
    }

    private static String decodeUtf8(byte[] value) throws NotJsonException {
        ByteBuffer bytes = ByteBuffer.wrap(value);
        try {
            return UTF_8.newDecoder().decode(bytes).toString();
        } catch (CharacterCodingException e) {
            throw new NotJsonException("byte " + bytes.position() + " is not UTF-8");
        }
    }

    private static void readValue(JsonParser parser, boolean hasEscapes) throws IOException {
        do {
            JsonToken token = parser.nextToken();
            boolean isText = token == JsonToken.VALUE_STRING || token == JsonToken.FIELD_NAME;
            if (isText && hasEscapes && hasHalfPair(parser.getText())) {
                throw new JsonParseException(parser, "the text has half of a surrogate pair");
            }
        } while (!parser.getParsingContext().inRoot());
    }

    private static boolean hasHalfPair(String text) {
        return text.codePoints().anyMatch(point -> Character.getType(point) == Character.SURROGATE);
    }

    private static NotJsonException notJson(JsonProcessingException e, String message) {
        JsonLocation at = e.getLocation();
        String place =
                at == null
                        ? ""
                        : "line %d, column %d: ".formatted(at.getLineNr(), at.getColumnNr());
        // the parser reports a character beyond U+FFFF by half of its surrogate pair
        return new NotJsonException(place + new String(message.getBytes(UTF_8), UTF_8));
    }
}
