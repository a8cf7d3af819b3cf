package io.hostpulse.simulator.publish;

/**
 * How fast records are sent.
 *
 * @param speed 1 for as fast as they arrive in truth, 10 for ten times as fast, infinite for as
 *     fast as Kafka takes them
 */
public record Pace(double speed) {

    public static final Pace REAL = new Pace(1);
    public static final Pace AS_FAST_AS_POSSIBLE = new Pace(Double.POSITIVE_INFINITY);

    /**
     * @throws IllegalArgumentException if speed is not above 0
     */
    public Pace {
        if (!(speed > 0)) {
            throw new IllegalArgumentException("speed is " + speed + ", allowed is above 0");
        }
    }

    /** When something is due, in nanoseconds after the beginning, that happens then in truth. */
    long dueNanos(long millisAfterBeginning) {
        return (long) (millisAfterBeginning * 1_000_000.0 / speed);
    }
}
