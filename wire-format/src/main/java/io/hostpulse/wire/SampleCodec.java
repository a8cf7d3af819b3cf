package io.hostpulse.wire;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.google.protobuf.InvalidProtocolBufferException;
import com.google.protobuf.Timestamp;
import com.google.protobuf.util.JsonFormat;
import com.google.protobuf.util.Timestamps;
import io.hostpulse.wire.proto.HostSample;
import java.time.Instant;
import java.util.Arrays;

/**
 * Samples to bytes and back. Two encodings are read: the protobuf message, and the same message as
 * <a href="https://protobuf.dev/programming-guides/json/">proto3 JSON</a>, told apart by the first
 * byte that is neither blank nor of a byte order mark: JSON begins with <code>{</code>, which no
 * protobuf sample does (it would be a group with field number 15, and what may stand before it no
 * field of a sample either).
 */
public final class SampleCodec {

    /** The schema version that {@link HostSample#getSchemaVersion} has in what is written here. */
    public static final int SCHEMA_VERSION = 1;

    /** Larger values are refused unread. */
    public static final int MAX_SAMPLE_BYTES = 1024 * 1024;

    /**
     * In bytes of UTF-8. Document ids hold the host id and more, and Elasticsearch takes ids of at
     * most 512 bytes.
     */
    public static final int MAX_HOST_ID_LENGTH = 256;

    /** In characters. The job remembers the runs of each host. */
    public static final int MAX_RUN_ID_LENGTH = 128;

    private static final JsonFormat.Printer PRINTER =
            JsonFormat.printer().omittingInsignificantWhitespace();

    private static final byte[] BYTE_ORDER_MARK = {(byte) 0xEF, (byte) 0xBB, (byte) 0xBF};

    private SampleCodec() {}

    public static byte[] encode(HostSample sample) {
        return sample.toByteArray();
    }

    /**
     * One line of proto3 JSON.
     *
     * @throws IllegalArgumentException if the sample's time is none that JSON can carry
     */
    public static String encodeJson(HostSample sample) {
        try {
            return PRINTER.print(sample);
        } catch (InvalidProtocolBufferException impossible) {
            throw new IllegalStateException(impossible);
        }
    }

    /** The same for those who do not ask what was left out. */
    public static HostSample decode(byte[] value) throws MalformedSampleException {
        return decode(value, new LeftOut());
    }

    /**
     * Reads a sample in either encoding. Fields that this version does not know are passed over,
     * and values that their fields cannot hold are left out.
     *
     * @param leftOut where values that were left out are added
     * @throws MalformedSampleException if it is not a sample, or says not of which host, when, or
     *     in which version
     */
    public static HostSample decode(byte[] value, LeftOut leftOut) throws MalformedSampleException {
        if (value == null || value.length == 0) {
            throw new MalformedSampleException(RefusalCategory.EMPTY, "the value is empty");
        }
        if (value.length > MAX_SAMPLE_BYTES) {
            throw new MalformedSampleException(
                    RefusalCategory.TOO_LARGE,
                    value.length + " bytes are more than the " + MAX_SAMPLE_BYTES + " allowed");
        }
        HostSample sample =
                isJson(value) ? JsonSampleReader.read(value, leftOut) : parseProtobuf(value);
        requireVersion(sample);
        requireHostId(sample.getHost().getId());
        requireRunId(sample.getAgent().getRunId());
        requireTime(sample);
        return sample;
    }

    /** The time of a decoded sample in milliseconds since 1970. */
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

    private static boolean isJson(byte[] value) {
        int begin = 0;
        if (Arrays.mismatch(value, BYTE_ORDER_MARK) == BYTE_ORDER_MARK.length) {
            begin = BYTE_ORDER_MARK.length;
        }
        while (begin < value.length && isBlank(value[begin])) {
            begin++;
        }
        return begin < value.length && value[begin] == '{';
    }

    private static boolean isBlank(byte c) {
        return c == ' ' || c == '\t' || c == '\n' || c == '\r';
    }

    private static HostSample parseProtobuf(byte[] value) throws MalformedSampleException {
        try {
            return HostSample.parseFrom(value);
        } catch (InvalidProtocolBufferException e) {
            throw new MalformedSampleException(
                    RefusalCategory.MALFORMED_PROTOBUF,
                    "neither JSON, which begins with {, nor a protobuf sample: " + e.getMessage());
        }
    }

    private static void requireVersion(HostSample sample) throws MalformedSampleException {
        if (sample.getSchemaVersion() != SCHEMA_VERSION) {
            throw unknownVersion(
                    sample.getSchemaVersion() == 0
                            ? "absent"
                            : Integer.toUnsignedString(sample.getSchemaVersion()));
        }
    }

    /**
     * @param version in place of the one that is known
     */
    static MalformedSampleException unknownVersion(String version) {
        return new MalformedSampleException(
                RefusalCategory.UNKNOWN_VERSION,
                "schema_version is %s, only %d is known here".formatted(version, SCHEMA_VERSION));
    }

    private static void requireHostId(String hostId) throws MalformedSampleException {
        if (hostId.isBlank()) {
            throw new MalformedSampleException(
                    RefusalCategory.INVALID_HOST_ID, "host.id is absent or blank");
        }
        int length = hostId.getBytes(UTF_8).length;
        if (length > MAX_HOST_ID_LENGTH) {
            throw new MalformedSampleException(
                    RefusalCategory.INVALID_HOST_ID,
                    "host.id is %d bytes long, at most %d are allowed"
                            .formatted(length, MAX_HOST_ID_LENGTH));
        }
    }

    private static void requireRunId(String runId) throws MalformedSampleException {
        if (runId.length() > MAX_RUN_ID_LENGTH) {
            throw new MalformedSampleException(
                    RefusalCategory.TOO_LARGE,
                    "agent.run_id is %d characters long, at most %d are allowed"
                            .formatted(runId.length(), MAX_RUN_ID_LENGTH));
        }
    }

    private static void requireTime(HostSample sample) throws MalformedSampleException {
        if (!sample.hasTime()) {
            throw new MalformedSampleException(RefusalCategory.INVALID_TIME, "time is absent");
        }
        Timestamp time = sample.getTime();
        if (time.getSeconds() <= 0 || !Timestamps.isValid(time)) {
            throw new MalformedSampleException(
                    RefusalCategory.INVALID_TIME,
                    "time is %d s and %d ns since 1970, allowed are times after 1970 and before the year 10000"
                            .formatted(time.getSeconds(), time.getNanos()));
        }
    }
}
