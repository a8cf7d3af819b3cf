package io.hostpulse.wire;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.google.protobuf.Timestamp;
import io.hostpulse.wire.proto.HostIdentity;
import io.hostpulse.wire.proto.HostSample;
import org.assertj.core.api.AbstractStringAssert;

/** The words in which tests speak of samples. */
final class Samples {

    private Samples() {}

    /** The least that a sample has to say. */
    static HostSample.Builder minimal() {
        return HostSample.newBuilder()
                .setSchemaVersion(SampleCodec.SCHEMA_VERSION)
                .setTime(Timestamp.newBuilder().setSeconds(1_773_500_966))
                .setHost(HostIdentity.newBuilder().setId("host-1"));
    }

    /** The least that a sample has to say, and {@code members} of the JSON object. */
    static String json(String... members) {
        String more = members.length == 0 ? "" : "," + String.join(",", members);
        return """
               {"schemaVersion":1,"time":"2026-03-14T15:09:26Z","host":{"id":"host-1"}%s}"""
                .formatted(more);
    }

    static HostSample decode(String value) throws MalformedSampleException {
        return SampleCodec.decode(value.getBytes(UTF_8));
    }

    static AbstractStringAssert<?> assertRefused(RefusalCategory category, String value) {
        return assertRefused(category, value.getBytes(UTF_8));
    }

    /** Goes on with the message of the refusal. */
    static AbstractStringAssert<?> assertRefused(RefusalCategory category, byte[] value) {
        MalformedSampleException refusal =
                catchThrowableOfType(
                        MalformedSampleException.class, () -> SampleCodec.decode(value));
        assertThat(refusal).as("refusal").isNotNull();
        assertThat(refusal.category()).isEqualTo(category);
        return assertThat(refusal.getMessage()).isNotBlank();
    }
}
