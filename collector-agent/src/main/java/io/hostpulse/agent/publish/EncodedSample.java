package io.hostpulse.agent.publish;

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
}
