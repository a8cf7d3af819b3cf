package io.hostpulse.wire.rule;

import io.hostpulse.wire.Metric;

/**
 * A metric on the wrong side of a threshold.
 *
 * @param threshold the value that has to be passed, in the metric's unit
 * @param clear the value that has to be reached again for the condition to end; between it and the
 *     threshold the condition stays what it was
 */
public record Condition(Metric metric, Side side, double threshold, double clear) {

    /** Which side of the threshold is the wrong one. */
    public enum Side {
        ABOVE,
        BELOW
    }

    /** Whether {@code value} begins the condition. */
    public boolean isBreachedBy(double value) {
        return switch (side) {
            case ABOVE -> value > threshold;
            case BELOW -> value < threshold;
        };
    }

    /** Whether {@code value} ends the condition. */
    public boolean isClearedBy(double value) {
        return switch (side) {
            case ABOVE -> value <= clear;
            case BELOW -> value >= clear;
        };
    }

    /** The worse of two values. */
    public double worseOf(double one, double other) {
        return switch (side) {
            case ABOVE -> Math.max(one, other);
            case BELOW -> Math.min(one, other);
        };
    }
}
