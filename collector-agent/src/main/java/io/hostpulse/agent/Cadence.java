package io.hostpulse.agent;

import java.util.function.LongSupplier;

/**
 * When the next reading is due. Ticks are an interval apart, counted from the first, so that they
 * do not drift. A tick that passes while a reading is still going on is missed, never made up for.
 */
final class Cadence {

    private final LongSupplier interval;
    private long nextNanos;
    private long missedTicks;

    /**
     * @param interval nanoseconds between ticks; asked after every reading, as it may change
     */
    Cadence(LongSupplier interval, long firstNanos) {
        this.interval = interval;
        this.nextNanos = firstNanos;
    }

    /** By the clock that the times given are of. */
    long nextNanos() {
        return nextNanos;
    }

    /** The reading of the tick that was due has ended at {@code nowNanos}. */
    void completed(long nowNanos) {
        long intervalNanos = interval.getAsLong();
        nextNanos += intervalNanos;
        if (nowNanos - nextNanos > 0) {
            long missed = (nowNanos - nextNanos) / intervalNanos + 1;
            missedTicks += missed;
            nextNanos += missed * intervalNanos;
        }
    }

    long missedTicks() {
        return missedTicks;
    }
}
