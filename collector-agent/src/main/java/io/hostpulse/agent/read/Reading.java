package io.hostpulse.agent.read;

import java.util.OptionalDouble;

/**
 * One reading of the host.
 *
 * @param number 1 for the first of a run, one more for each after it
 * @param startNanos when it began, by the monotonic clock
 * @param intervalNanos time since the reading before began; 0 for the first
 */
public record Reading(long number, long startNanos, long intervalNanos) {

    private static final double NANOS_PER_SECOND = 1e9;
    private static final double NANOS_PER_MILLISECOND = 1e6;

    /** Length of the interval in seconds; 0 for the first reading. */
    public double seconds() {
        return intervalNanos / NANOS_PER_SECOND;
    }

    /** Length of the interval in milliseconds; 0 for the first reading. */
    public double milliseconds() {
        return intervalNanos / NANOS_PER_MILLISECOND;
    }

    /** {@code amount} per second of the interval; absent in the first reading. */
    public OptionalDouble perSecond(long amount) {
        return intervalNanos > 0 ? OptionalDouble.of(amount / seconds()) : OptionalDouble.empty();
    }
}
