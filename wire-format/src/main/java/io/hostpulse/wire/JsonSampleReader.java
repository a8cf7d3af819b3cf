package io.hostpulse.wire;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.google.protobuf.Descriptors.Descriptor;
import com.google.protobuf.Descriptors.FieldDescriptor;
import com.google.protobuf.Message;
import com.google.protobuf.Timestamp;
import io.hostpulse.wire.proto.HostSample;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.DateTimeException;
import java.time.OffsetDateTime;
import java.util.BitSet;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;

/**
 * Reads a sample from <a href="https://protobuf.dev/programming-guides/json/">proto3 JSON</a>. The
 * protobuf library refuses the whole of it for the sake of one value; here a value that its field
 * cannot hold is left out, and the rest stands. A scalar is read by its characters, whether it is
 * in quotes or not; null is absence wherever it stands; a name that the schema does not know is
 * passed over with all that it holds.
 */
final class JsonSampleReader {

    private static final Map<Descriptor, Map<String, FieldDescriptor>> FIELDS = new HashMap<>();

    static {
        addFields(HostSample.getDescriptor());
    }

    /** What is shown of a version that is none. */
    private static final int MAX_VERSION_LENGTH = 64;

    private final JsonParser parser;
    private final JsonScalars scalars;
    private final LeftOut leftOut;

    private JsonSampleReader(JsonParser parser, LeftOut leftOut) {
        this.parser = parser;
        this.scalars = new JsonScalars(parser);
        this.leftOut = leftOut;
    }

    /**
     * @param leftOut where values that do not count are added
     * @throws MalformedSampleException if it is not JSON, gives a field twice, or has a time that
     *     is none
     */
    static HostSample read(byte[] value, LeftOut leftOut) throws MalformedSampleException {
        try (JsonParser parser = StrictJson.createSampleParser(value)) {
            HostSample.Builder sample = HostSample.newBuilder();
            parser.nextToken();
            new JsonSampleReader(parser, leftOut).readMessage(sample);
            StrictJson.requireEnd(parser);
            return sample.build();
        } catch (JsonProcessingException e) {
            throw malformed(StrictJson.notJson(e));
        } catch (NotJsonException e) {
            throw malformed(e);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static MalformedSampleException malformed(NotJsonException e) {
        return new MalformedSampleException(RefusalCategory.MALFORMED_JSON, e.getMessage());
    }

    /** From the bracket that begins the object to the one that ends it. */
    private void readMessage(Message.Builder message) throws IOException, MalformedSampleException {
        Map<String, FieldDescriptor> fields = FIELDS.get(message.getDescriptorForType());
        BitSet given = new BitSet();
        while (parser.nextToken() == JsonToken.FIELD_NAME) {
            FieldDescriptor field = fields.get(parser.currentName());
            parser.nextToken();
            if (field == null) {
                parser.skipChildren();
            } else {
                requireOnce(!given.get(field.getIndex()));
                given.set(field.getIndex());
                readField(message, field);
            }
        }
    }

    private void readField(Message.Builder message, FieldDescriptor field)
            throws IOException, MalformedSampleException {
        if (parser.currentToken() == JsonToken.VALUE_NULL) {
            return;
        }
        if (field.isMapField()) {
            readMap(message, field);
        } else if (field.isRepeated()) {
            readList(message, field);
        } else {
            Object value = readValue(message, field);
            if (value != null) {
                message.setField(field, value);
            }
        }
    }

    private void readList(Message.Builder message, FieldDescriptor field)
            throws IOException, MalformedSampleException {
        if (parser.currentToken() != JsonToken.START_ARRAY) {
            leaveOut();
            return;
        }
        while (parser.nextToken() != JsonToken.END_ARRAY) {
            Object value = readValue(message, field);
            if (value != null) {
                message.addRepeatedField(field, value);
            }
        }
    }

    private void readMap(Message.Builder message, FieldDescriptor field)
            throws IOException, MalformedSampleException {
        if (parser.currentToken() != JsonToken.START_OBJECT) {
            leaveOut();
            return;
        }
        FieldDescriptor keyField = field.getMessageType().findFieldByName("key");
        FieldDescriptor valueField = field.getMessageType().findFieldByName("value");
        Set<String> given = new HashSet<>();
        while (parser.nextToken() == JsonToken.FIELD_NAME) {
            String key = parser.currentName();
            parser.nextToken();
            requireOnce(given.add(key));
            Message.Builder entry = message.newBuilderForField(field);
            Object value = readValue(entry, valueField);
            if (value != null) {
                message.addRepeatedField(
                        field, entry.setField(keyField, key).setField(valueField, value).build());
            }
        }
    }

    /** The value at which the parser stands, null where there is none that counts. */
    private Object readValue(Message.Builder parent, FieldDescriptor field)
            throws IOException, MalformedSampleException {
        JsonToken token = parser.currentToken();
        if (token == JsonToken.VALUE_NULL) {
            return null;
        }
        if (field.getJavaType() != FieldDescriptor.JavaType.MESSAGE) {
            Object value = token.isScalarValue() ? scalars.read(field) : null;
            if (value == null && isVersion(field)) {
                String version =
                        token.isScalarValue() ? parser.getText() : token.asString() + "...";
                throw SampleCodec.unknownVersion(
                        version.substring(0, Math.min(version.length(), MAX_VERSION_LENGTH)));
            }
            return value == null ? leaveOut() : value;
        }
        if (field.getMessageType() == Timestamp.getDescriptor()) {
            return readTime();
        }
        if (token != JsonToken.START_OBJECT) {
            return leaveOut();
        }
        Message.Builder message = parent.newBuilderForField(field);
        readMessage(message);
        return message.build();
    }

    private static boolean isVersion(FieldDescriptor field) {
        return field.getContainingType() == HostSample.getDescriptor()
                && field.getNumber() == HostSample.SCHEMA_VERSION_FIELD_NUMBER;
    }

    private Timestamp readTime() throws IOException, MalformedSampleException {
        try {
            return SampleCodec.timestamp(OffsetDateTime.parse(parser.getText()).toInstant());
        } catch (DateTimeException e) {
            throw new MalformedSampleException(
                    RefusalCategory.INVALID_TIME,
                    "time is '"
                            + parser.getText()
                            + "', which is no date and time of RFC 3339 such as 2026-03-14T15:09:26Z");
        }
    }

    /** Goes to the end of the value at which the parser stands. */
    private Object leaveOut() throws IOException {
        parser.finishToken();
        leftOut.add(LeftOut.Reason.BAD_VALUE, this::describeValue);
        parser.skipChildren();
        return null;
    }

    private String describeValue() {
        try {
            return parser.getParsingContext().pathAsPointer() + " is " + parser.getText();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void requireOnce(boolean once) throws MalformedSampleException {
        if (!once) {
            throw new MalformedSampleException(
                    RefusalCategory.MALFORMED_JSON,
                    parser.getParsingContext().pathAsPointer() + " is given twice");
        }
    }

    /** Fields by both names that they have in JSON. */
    private static void addFields(Descriptor message) {
        Map<String, FieldDescriptor> fields = new HashMap<>();
        FIELDS.put(message, fields);
        for (FieldDescriptor field : message.getFields()) {
            fields.put(field.getName(), field);
            fields.put(field.getJsonName(), field);
            if (field.getJavaType() == FieldDescriptor.JavaType.MESSAGE
                    && !FIELDS.containsKey(field.getMessageType())) {
                addFields(field.getMessageType());
            }
        }
    }
}
