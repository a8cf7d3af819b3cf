package io.hostpulse.wire;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonFactoryBuilder;
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
 * JSON of <a href="https://www.rfc-editor.org/rfc/rfc8259">RFC 8259</a>: one value in UTF-8, nested
 * at most 100 deep, with nothing after it, perhaps with a byte order mark before it. NaN and
 * infinities may stand without quotes, as many writers have them: in a sample they cost one metric,
 * not all of them.
 */
public final class StrictJson {

    private static final String BYTE_ORDER_MARK = "\uFEFF";

    /** As deep as the protobuf library goes itself. */
    private static final int MAX_DEPTH = 100;

    private static final JsonFactory FACTORY =
            factory().enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION).build();

    /** Of names given twice only those count that are known, which the reader looks for itself. */
    private static final JsonFactory SAMPLE_FACTORY =
            factory().enable(StreamReadFeature.USE_FAST_DOUBLE_PARSER).build();

    private StrictJson() {}

    /**
     * @return {@code value} as text, without the byte order mark
     * @throws NotJsonException if it is not JSON, has a name twice in an object, or half of a
     *     surrogate pair, which UTF-8 cannot carry
     */
    public static String read(byte[] value) throws NotJsonException {
        String text = decodeUtf8(value);
        try (JsonParser parser = FACTORY.createParser(text)) {
            readValue(parser, text.contains("\\u"));
            requireEnd(parser);
            return text;
        } catch (JsonProcessingException e) {
            throw notJson(e);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Of a sample, which is read as it is parsed. */
    static JsonParser createSampleParser(byte[] value) throws NotJsonException, IOException {
        return SAMPLE_FACTORY.createParser(decodeUtf8(value));
    }

    static void requireEnd(JsonParser parser) throws IOException {
        if (parser.nextToken() != null) {
            throw new JsonParseException(parser, "more follows after the end");
        }
    }

    static NotJsonException notJson(JsonProcessingException e) {
        String message =
                e instanceof JsonEOFException ? "it ends too early" : e.getOriginalMessage();
        JsonLocation at = e.getLocation();
        String place =
                at == null
                        ? ""
                        : "line %d, column %d: ".formatted(at.getLineNr(), at.getColumnNr());
        // the parser reports a character beyond U+FFFF by half of its surrogate pair
        return new NotJsonException(place + new String(message.getBytes(UTF_8), UTF_8));
    }

    private static JsonFactoryBuilder factory() {
        return new JsonFactoryBuilder()
                .enable(JsonReadFeature.ALLOW_NON_NUMERIC_NUMBERS)
                .streamReadConstraints(
                        StreamReadConstraints.builder()
                                .maxNestingDepth(MAX_DEPTH)
                                .maxNumberLength(Integer.MAX_VALUE)
                                .maxNameLength(Integer.MAX_VALUE)
                                .build());
    }

    private static String decodeUtf8(byte[] value) throws NotJsonException {
        ByteBuffer bytes = ByteBuffer.wrap(value);
        try {
            String text = UTF_8.newDecoder().decode(bytes).toString();
            return text.startsWith(BYTE_ORDER_MARK) ? text.substring(1) : text;
        } catch (CharacterCodingException e) {
            throw new NotJsonException("byte " + bytes.position() + " is not UTF-8");
        }
    }

    private static void readValue(JsonParser parser, boolean hasEscapes) throws IOException {
        do {
            JsonToken token = parser.nextToken();
            boolean isText = token == JsonToken.VALUE_STRING || token == JsonToken.FIELD_NAME;
            if (isText && hasEscapes && !isWellFormed(parser.getText())) {
                throw new JsonParseException(parser, "the text has half of a surrogate pair");
            }
        } while (!parser.getParsingContext().inRoot());
    }

    /** Whether UTF-8 can carry {@code text}, which it can unless it has half a surrogate pair. */
    static boolean isWellFormed(String text) {
        return text.codePoints().noneMatch(c -> Character.getType(c) == Character.SURROGATE);
    }
}
