package io.hostpulse.simulator;

import com.google.protobuf.ByteString;
import io.hostpulse.wire.RefusalCategory;
import io.hostpulse.wire.SampleCodec;
import io.hostpulse.wire.proto.HostSample;

/** A record as it goes to Kafka. */
public sealed interface FleetRecord {

    /** When it reaches Kafka by true time, in milliseconds since 1970. */
    long arrivalMillis();

    /** The record's key: the id of the host that sends it. */
    String key();

    /** The record's timestamp: when the sample was taken by the host's clock. */
    long timestampMillis();

    ByteString value();

    /**
     * A record that must be accepted.
     *
     * @param value {@code sample}, encoded
     */
    record SampleRecord(long arrivalMillis, HostSample sample, ByteString value)
            implements FleetRecord {

        public static SampleRecord of(long arrivalMillis, HostSample sample) {
            return new SampleRecord(
                    arrivalMillis, sample, ByteString.copyFrom(SampleCodec.encode(sample)));
        }

        @Override
        public String key() {
            return sample.getHost().getId();
        }

        @Override
        public long timestampMillis() {
            return SampleCodec.timeMillis(sample);
        }

        /** The same record, arriving once more. */
        SampleRecord again(long arrivalMillis) {
            return new SampleRecord(arrivalMillis, sample, value);
        }
    }

    /**
     * A record that must be refused.
     *
     * @param category why it must be refused
     */
    record MalformedRecord(
            long arrivalMillis,
            String key,
            long timestampMillis,
            ByteString value,
            RefusalCategory category)
            implements FleetRecord {}
}
