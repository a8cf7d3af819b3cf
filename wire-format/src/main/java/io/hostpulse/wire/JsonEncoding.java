package io.hostpulse.wire;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.google.protobuf.InvalidProtocolBufferException;
import com.google.protobuf.util.JsonFormat;
import io.hostpulse.wire.proto.HostSample;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.DateTimeException;
import java.time.OffsetDateTime;

/**
 * Samples as <a href="https://protobuf.dev/programming-guides/json/">proto3 JSON</a>, which the
 * protobuf library reads and writes; what it is too lenient about is checked before.
 */
final class JsonEncoding {

    private static final JsonFormat.Parser PARSER = JsonFormat.parser().ignoringUnknownFields();
    private static final JsonFormat.Printer PRINTER =
            JsonFormat.printer().omittingInsignificantWhitespace();

    private JsonEncoding() {}

    /** One line. */
    static String print(HostSample sample) {
        try {
            return PRINTER.print(sample);
        } catch (InvalidProtocolBufferException impossible) {
            throw new IllegalStateException(impossible);
        }
    }

    static HostSample parse(byte[] value) throws MalformedSampleException {
        try {
            String json = StrictJson.read(value);
            requireCalendarTime(json);
            HostSample.Builder sample = HostSample.newBuilder();
            PARSER.merge(json, sample);
            return sample.build();
        } catch (NotJsonException e) {
            throw new MalformedSampleException(RefusalCategory.MALFORMED_JSON, e.getMessage());
        } catch (InvalidProtocolBufferException e) {
            String message = e.getMessage();
            throw new MalformedSampleException(
                    RefusalCategory.MALFORMED_JSON,
                    message == null ? "a field that takes a single value has a list" : message);
        }
    }

    /** The protobuf library takes month 13 for the January after. */
    private static void requireCalendarTime(String json) throws MalformedSampleException {
        String time = findTime(json);
        if (time == null) {
            return;
        }
        try {
            OffsetDateTime.parse(time);
        } catch (DateTimeException e) {
            throw new MalformedSampleException(
                    RefusalCategory.INVALID_TIME,
                    "time is '"
                            + time
                            + "', which is no date and time of RFC 3339 such as 2026-03-14T15:09:26Z");
        }
    }

    /** The text of the member {@code time}, null where it is absent or no text. */
    private static String findTime(String json) {
        try (JsonParser parser = StrictJson.createParser(json)) {
            parser.nextToken();
            while (parser.nextToken() == JsonToken.FIELD_NAME) {
                boolean isTime = parser.currentName().equals("time");
                JsonToken value = parser.nextToken();
                if (isTime) {
                    return value == JsonToken.VALUE_STRING ? parser.getText() : null;
                }
                parser.skipChildren();
            }
            return null;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
