package io.hostpulse.agent;

import java.util.function.LongSupplier;

/**
 * When the next reading is due. Ticks are an interval apart, counted from the first, so that they
 * do not drift. A tick that passes while a reading is still going on is missed, never made up for.
 */
final class Cadence {

    private final LongSupplier interval;
    private long nextNanos;

    /** The one that led to the next tick; 0 before the first, which none led to. */
    private long intervalNanos;

    private long missedTicks;

    /**
     * @param interval nanoseconds between ticks; may change
     */
    Cadence(LongSupplier interval, long firstNanos) {
        this.interval = interval;
        this.nextNanos = firstNanos;
    }

    /** By the clock that the times given are of. */
    long nextNanos() {
        return nextNanos;
    }

    /**
     * Moves the next tick when the interval has changed since the one before: to the new interval
     * after it, or to {@code nowNanos} where that has passed. No tick is missed by that.
     */
    void adjust(long nowNanos) {
        long changedNanos = interval.getAsLong();
        if (intervalNanos == 0 || changedNanos == intervalNanos) {
            return;
        }
        long dueNanos = nextNanos - intervalNanos + changedNanos;
        nextNanos = dueNanos - nowNanos > 0 ? dueNanos : nowNanos;
        intervalNanos = changedNanos;
    }

    /** The reading of the tick that was due has ended at {@code nowNanos}. */
    void completed(long nowNanos) {
        intervalNanos = interval.getAsLong();
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
