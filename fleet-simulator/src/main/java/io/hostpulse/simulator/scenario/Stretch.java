package io.hostpulse.simulator.scenario;

import java.time.Duration;

/**
 * A stretch of time after the start of the fleet.
 *
 * @param from its beginning, inclusive
 * @param to its end, exclusive
 */
public record Stretch(Duration from, Duration to) {

    /**
     * @throws IllegalArgumentException if it is empty or begins before the fleet does
     */
    public Stretch {
        if (from.isNegative() || to.compareTo(from) <= 0) {
            throw new IllegalArgumentException(
                    "a stretch from " + from + " to " + to + " is empty or begins before 0");
        }
    }

    boolean contains(long elapsedMillis) {
        return elapsedMillis >= from.toMillis() && elapsedMillis < to.toMillis();
    }

    /** How long ago it began. */
    long intoMillis(long elapsedMillis) {
        return elapsedMillis - from.toMillis();
    }

    /** The time at which {@code share} of it is over. */
    long at(double share) {
        return from.toMillis() + (long) (share * to.minus(from).toMillis());
    }

    /** How much of it is over: 0 at its beginning, 1 at its end. */
    double shareAt(long elapsedMillis) {
        return (double) intoMillis(elapsedMillis) / to.minus(from).toMillis();
    }
}
