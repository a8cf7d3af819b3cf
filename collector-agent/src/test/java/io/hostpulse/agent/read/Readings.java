package io.hostpulse.agent.read;

import io.hostpulse.wire.proto.HostSample;
import java.io.IOException;

/** Readings ten seconds apart, as the tests speak of them. */
final class Readings {

    static final double SECONDS = 10;

    private static final long INTERVAL_NANOS = 10_000_000_000L;

    private Readings() {}

    /** The reading of that number; the first has no interval. */
    static Reading number(long number) {
        return new Reading(number, number * INTERVAL_NANOS, number == 1 ? 0 : INTERVAL_NANOS);
    }

    /** What {@code reader} adds to an empty sample in the reading of that number. */
    static HostSample read(GroupReader reader, long number) throws IOException {
        HostSample.Builder sample = HostSample.newBuilder();
        reader.read(number(number), sample);
        return sample.build();
    }
}
