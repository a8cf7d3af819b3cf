package io.hostpulse.job.document;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.StreamWriteFeature;
import com.fasterxml.jackson.core.io.SerializedString;
import com.fasterxml.jackson.core.util.ByteArrayBuilder;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Arrays;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Writes a JSON object whose members are addressed by dotted paths, in one go and without building
 * a tree: for documents with hundreds of members, of which there are many a second. Members have to
 * come in an order that keeps those with a common beginning together, such as that of their paths.
 */
final class NestedJsonWriter {

    private static final JsonFactory FACTORY =
            JsonFactory.builder().enable(StreamWriteFeature.USE_FAST_DOUBLE_WRITER).build();

    /** One of each, so that equal steps are found equal at once. */
    private static final Map<String, SerializedString> STEPS = new ConcurrentHashMap<>();

    /** Whole numbers up to here are written as such. */
    private static final double MOST_WHOLE = 1e15;

    private static final Path ROOT = Path.of("root");

    private final ByteArrayBuilder bytes;
    private final JsonGenerator json;
    private final char[] digits = new char[ShortDecimal.MAX_LENGTH];
    private Path open = ROOT;

    /** The steps to a member. */
    record Path(SerializedString[] steps) {

        static Path of(String dotted) {
            return new Path(
                    Arrays.stream(Json.path(dotted))
                            .map(step -> STEPS.computeIfAbsent(step, SerializedString::new))
                            .toArray(SerializedString[]::new));
        }
    }

    /**
     * @param expectedBytes about how long the document will be
     */
    NestedJsonWriter(int expectedBytes) {
        try {
            bytes = new ByteArrayBuilder(expectedBytes);
            json = FACTORY.createGenerator(bytes);
            json.writeStartObject();
        } catch (IOException impossible) {
            throw new UncheckedIOException(impossible);
        }
    }

    /** The shortest text that is read as the same double, or another short one. */
    NestedJsonWriter put(Path path, double value) {
        try {
            moveTo(path);
            if (!writeShort(value)) {
                json.writeNumber(value);
            }
            return this;
        } catch (IOException impossible) {
            throw new UncheckedIOException(impossible);
        }
    }

    /** The same in single precision. */
    NestedJsonWriter putSingle(Path path, double value) {
        try {
            moveTo(path);
            if (!writeShort(value)) {
                json.writeNumber((float) value);
            }
            return this;
        } catch (IOException impossible) {
            throw new UncheckedIOException(impossible);
        }
    }

    NestedJsonWriter put(Path path, long value) {
        try {
            moveTo(path);
            json.writeNumber(value);
            return this;
        } catch (IOException impossible) {
            throw new UncheckedIOException(impossible);
        }
    }

    NestedJsonWriter put(Path path, String value) {
        try {
            moveTo(path);
            json.writeString(value);
            return this;
        } catch (IOException impossible) {
            throw new UncheckedIOException(impossible);
        }
    }

    NestedJsonWriter putAll(Path path, String[] values) {
        try {
            moveTo(path);
            json.writeArray(values, 0, values.length);
            return this;
        } catch (IOException impossible) {
            throw new UncheckedIOException(impossible);
        }
    }

    /** An object with these members. */
    NestedJsonWriter putAll(Path path, Map<String, String> members) {
        try {
            moveTo(path);
            json.writeStartObject();
            for (Map.Entry<String, String> member : members.entrySet()) {
                json.writeStringField(member.getKey(), member.getValue());
            }
            json.writeEndObject();
            return this;
        } catch (IOException impossible) {
            throw new UncheckedIOException(impossible);
        }
    }

    /** The document. Nothing can be added to it any more. */
    byte[] toBytes() {
        try {
            closeDownTo(0);
            json.writeEndObject();
            json.close();
            return bytes.toByteArray();
        } catch (IOException impossible) {
            throw new UncheckedIOException(impossible);
        }
    }

    private boolean writeShort(double value) throws IOException {
        if (value == (long) value && Math.abs(value) < MOST_WHOLE) {
            json.writeNumber((long) value);
            return true;
        }
        int length = ShortDecimal.write(value, digits);
        if (length > 0) {
            json.writeNumber(digits, 0, length);
        }
        return length > 0;
    }

    /** Closes and opens objects until the member's name can be written, and writes it. */
    private void moveTo(Path path) throws IOException {
        int parents = path.steps.length - 1;
        int common = 0;
        int most = Math.min(parents, open.steps.length - 1);
        while (common < most && path.steps[common].equals(open.steps[common])) {
            common++;
        }
        closeDownTo(common);
        for (int step = common; step < parents; step++) {
            json.writeFieldName(path.steps[step]);
            json.writeStartObject();
        }
        json.writeFieldName(path.steps[parents]);
        open = path;
    }

    private void closeDownTo(int depth) throws IOException {
        for (int level = open.steps.length - 1; level > depth; level--) {
            json.writeEndObject();
        }
    }
}
