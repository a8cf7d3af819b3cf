package io.hostpulse.wire;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.google.protobuf.InvalidProtocolBufferException;
import com.google.protobuf.Timestamp;
import com.google.protobuf.util.JsonFormat;
import io.hostpulse.wire.proto.HostSample;
import java.time.Instant;

/**
 * Samples to bytes and back. Two encodings are read: the protobuf message, and the same message as
 * <a href="https://protobuf.dev/programming-guides/json/">proto3 JSON</a>, told apart by the first
 * byte: JSON begins with <code>{</code>, which no protobuf sample does (it would be a group with
 * field number 15).
 */
public final class SampleCodec {

    /** The schema version that {@link HostSample#getSchemaVersion} has in what is written here. */
    public static final int SCHEMA_VERSION = 1;

    /** Larger values are refused unread. */
    public static final int MAX_SAMPLE_BYTES = 1024 * 1024;

    /** Elasticsearch takes document ids of at most 512 bytes, and they hold the host id. */
    public static final int MAX_HOST_ID_LENGTH = 256;

    private static final JsonFormat.Parser JSON_PARSER =
            JsonFormat.parser().ignoringUnknownFields();
    private static final JsonFormat.Printer JSON_PRINTER =
            JsonFormat.printer().omittingInsignificantWhitespace();

    private SampleCodec() {}

    public static byte[] encode(HostSample sample) {
        return sample.toByteArray();
    }

    /** One line of proto3 JSON. */
    public static String encodeJson(HostSample sample) {
        try {
            return JSON_PRINTER.print(sample);
        } catch (InvalidProtocolBufferException impossible) {
            throw new IllegalStateException(impossible);
        }
    }

    /**
     * Reads a sample in either encoding. Fields that this version does not know are passed over.
     *
     * @throws MalformedSampleException if it is not a sample, or says not of which host, when, or
     *     in which version
     */
    public static HostSample decode(byte[] value) throws MalformedSampleException {
        if (value == null || value.length == 0) {
            throw new MalformedSampleException(RefusalCategory.EMPTY, "the value is empty");
        }
        if (value.length > MAX_SAMPLE_BYTES) {
            throw new MalformedSampleException(
                    RefusalCategory.TOO_LARGE,
                    value.length + " bytes are more than the " + MAX_SAMPLE_BYTES + " allowed");
        }
        HostSample sample = value[0] == '{' ? parseJson(value) : parseProtobuf(value);
        requireIdentity(sample);
        return sample;
    }

    /** The sample's time in milliseconds since 1970. */
    public static long timeMillis(HostSample sample) {
        Timestamp time = sample.getTime();
        return time.getSeconds() * 1000 + time.getNanos() / 1_000_000;
    }

    public static Timestamp timestamp(Instant time) {
        return Timestamp.newBuilder()
                .setSeconds(time.getEpochSecond())
                .setNanos(time.getNano())
                .build();
    }

    private static HostSample parseProtobuf(byte[] value) throws MalformedSampleException {
        try {
            return HostSample.parseFrom(value);
        } catch (InvalidProtocolBufferException e) {
            throw new MalformedSampleException(RefusalCategory.MALFORMED_PROTOBUF, e.getMessage());
        }
    }

    private static HostSample parseJson(byte[] value) throws MalformedSampleException {
        HostSample.Builder sample = HostSample.newBuilder();
        try {
            JSON_PARSER.merge(new String(value, UTF_8), sample);
            return sample.build();
        } catch (InvalidProtocolBufferException e) {
            throw new MalformedSampleException(RefusalCategory.MALFORMED_JSON, e.getMessage());
        }
    }

    private static void requireIdentity(HostSample sample) throws MalformedSampleException {
        if (sample.getSchemaVersion() != SCHEMA_VERSION) {
            throw new MalformedSampleException(
                    RefusalCategory.UNKNOWN_VERSION,
                    "schema version "
                            + sample.getSchemaVersion()
                            + " is not known here, only "
                            + SCHEMA_VERSION);
        }
        String hostId = sample.getHost().getId();
        if (hostId.isBlank() || hostId.length() > MAX_HOST_ID_LENGTH) {
            throw new MalformedSampleException(
                    RefusalCategory.INVALID_HOST_ID,
                    "host.id has "
                            + hostId.length()
                            + " characters, 1 to "
                            + MAX_HOST_ID_LENGTH
                            + " are allowed, not all blank");
        }
        if (!sample.hasTime() || sample.getTime().getSeconds() <= 0) {
            throw new MalformedSampleException(
                    RefusalCategory.INVALID_TIME, "the sample has no time after 1970");
        }
    }
}
