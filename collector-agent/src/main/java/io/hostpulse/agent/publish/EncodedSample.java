package io.hostpulse.agent.publish;

import com.google.protobuf.InvalidProtocolBufferException;
import io.hostpulse.agent.spool.SpoolEntry;
import io.hostpulse.wire.SampleCodec;
import io.hostpulse.wire.proto.HostSample;

/**
 * A sample as it goes to Kafka.
 *
 * @param timeMillis the sample's time in milliseconds since 1970
 */
record EncodedSample(String hostId, long timeMillis, byte[] value) {

    static EncodedSample of(HostSample sample) {
        return new EncodedSample(
                sample.getHost().getId(),
                SampleCodec.timeMillis(sample),
                SampleCodec.encode(sample));
    }

    static EncodedSample of(SpoolEntry entry) {
        return new EncodedSample(entry.key(), entry.timeMillis(), entry.value());
    }

    /** The same sample, but it says that it was spooled. */
    SpoolEntry toSpoolEntry() {
        try {
            HostSample.Builder sample = HostSample.parseFrom(value).toBuilder();
            sample.getAgentBuilder().setSpooled(true);
            return new SpoolEntry(timeMillis, hostId, SampleCodec.encode(sample.build()));
        } catch (InvalidProtocolBufferException e) {
            throw new IllegalStateException("the agent's own encoding cannot be read", e);
        }
    }
}
