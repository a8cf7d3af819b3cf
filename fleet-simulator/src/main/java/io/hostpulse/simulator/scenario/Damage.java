package io.hostpulse.simulator.scenario;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.google.protobuf.ByteString;
import io.hostpulse.wire.RefusalCategory;
import io.hostpulse.wire.SampleCodec;
import io.hostpulse.wire.proto.HostSample;
import java.util.List;
import java.util.Random;

/**
 * Ways to make a sample one that must be refused. A value over {@link SampleCodec#MAX_SAMPLE_BYTES}
 * is not among them: a broker refuses it before anyone can read it.
 */
public enum Damage {
    /** JSON that ends in the middle. */
    TRUNCATED_JSON(RefusalCategory.MALFORMED_JSON),
    /** JSON that gives a field twice, so that nobody can tell which one counts. */
    REPEATED_JSON_FIELD(RefusalCategory.MALFORMED_JSON),
    /** JSON with a number where the time belongs. */
    MISTYPED_JSON_TIME(RefusalCategory.INVALID_TIME),
    /** A protobuf message that ends in the middle of its last field. */
    TRUNCATED_PROTOBUF(RefusalCategory.MALFORMED_PROTOBUF),
    /** Bytes that are no message at all. */
    RANDOM_BYTES(RefusalCategory.MALFORMED_PROTOBUF),
    /** A value of no bytes. */
    EMPTY_VALUE(RefusalCategory.EMPTY),
    /** A schema version of the future. */
    UNKNOWN_VERSION(RefusalCategory.UNKNOWN_VERSION),
    /** No host id. */
    NO_HOST_ID(RefusalCategory.INVALID_HOST_ID),
    /** A host id that is longer than allowed. */
    LONG_HOST_ID(RefusalCategory.INVALID_HOST_ID),
    /** No time. */
    NO_TIME(RefusalCategory.INVALID_TIME);

    static final List<Damage> ALL = List.of(values());

    /** Field number 0 with wire type 7: no protobuf message can begin with it, nor can JSON. */
    private static final byte NO_TAG = 0x07;

    private final RefusalCategory category;

    Damage(RefusalCategory category) {
        this.category = category;
    }

    /** Why what is damaged in this way must be refused. */
    public RefusalCategory category() {
        return category;
    }

    /** {@code sample}, encoded and damaged in this way. */
    public MalformedValue done(HostSample sample, Random random) {
        return new MalformedValue(damage(sample, random), category);
    }

    private ByteString damage(HostSample sample, Random random) {
        return switch (this) {
            case TRUNCATED_JSON -> truncatedJson(sample, random);
            case REPEATED_JSON_FIELD -> withFirstMember("\"schemaVersion\":1", sample);
            case MISTYPED_JSON_TIME ->
                    withFirstMember(
                            "\"time\":" + SampleCodec.timeMillis(sample), withoutTime(sample));
            case TRUNCATED_PROTOBUF -> {
                ByteString whole = sample.toByteString();
                yield whole.substring(0, whole.size() - 1 - random.nextInt(8));
            }
            case RANDOM_BYTES -> randomBytes(random);
            case EMPTY_VALUE -> ByteString.EMPTY;
            case UNKNOWN_VERSION ->
                    sample.toBuilder()
                            .setSchemaVersion(SampleCodec.SCHEMA_VERSION + 1 + random.nextInt(1000))
                            .build()
                            .toByteString();
            case NO_HOST_ID -> withHostId(sample, "");
            case LONG_HOST_ID -> withHostId(sample, "x".repeat(SampleCodec.MAX_HOST_ID_LENGTH + 1));
            case NO_TIME -> withoutTime(sample).toByteString();
        };
    }

    private static ByteString truncatedJson(HostSample sample, Random random) {
        byte[] json = SampleCodec.encodeJson(sample).getBytes(UTF_8);
        return ByteString.copyFrom(json, 0, 1 + random.nextInt(json.length - 1));
    }

    private static ByteString withFirstMember(String member, HostSample sample) {
        String json = SampleCodec.encodeJson(sample);
        return ByteString.copyFromUtf8("{" + member + "," + json.substring(1));
    }

    private static HostSample withoutTime(HostSample sample) {
        return sample.toBuilder().clearTime().build();
    }

    private static ByteString randomBytes(Random random) {
        byte[] bytes = new byte[64];
        random.nextBytes(bytes);
        bytes[0] = NO_TAG;
        return ByteString.copyFrom(bytes);
    }

    private static ByteString withHostId(HostSample sample, String id) {
        HostSample.Builder damaged = sample.toBuilder();
        damaged.getHostBuilder().setId(id);
        return damaged.build().toByteString();
    }
}
