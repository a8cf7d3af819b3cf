package io.hostpulse.wire.rule;

import java.util.Arrays;
import java.util.Optional;

/** Which side of a threshold is the wrong one, and whether the threshold itself lies on it. */
public enum Comparison {
    ABOVE("above"),
    AT_LEAST("at_least"),
    BELOW("below"),
    AT_MOST("at_most");

    private final String label;

    Comparison(String label) {
        this.label = label;
    }

    /** The key in rules, such as {@code at_least}. */
    public String label() {
        return label;
    }

    public static Optional<Comparison> ofLabel(String label) {
        return Arrays.stream(values())
                .filter(comparison -> comparison.label.equals(label))
                .findAny();
    }

    /** Whether high values are the bad ones. */
    public boolean isUpward() {
        return switch (this) {
            case ABOVE, AT_LEAST -> true;
            case BELOW, AT_MOST -> false;
        };
    }

    /** Whether {@code value} is on the wrong side. Not true of NaN. */
    public boolean isBreached(double value, double threshold) {
        return switch (this) {
            case ABOVE -> value > threshold;
            case AT_LEAST -> value >= threshold;
            case BELOW -> value < threshold;
            case AT_MOST -> value <= threshold;
        };
    }

    /**
     * Whether {@code value} is good again. The clear value itself is, unless it is a threshold that
     * lies on the wrong side. Not true of NaN.
     */
    public boolean isCleared(double value, double threshold, double clear) {
        if (clear == threshold) {
            return !Double.isNaN(value) && !isBreached(value, threshold);
        }
        return isUpward() ? value <= clear : value >= clear;
    }

    /** The worse of two values. */
    public double worseOf(double one, double other) {
        return isUpward() ? Math.max(one, other) : Math.min(one, other);
    }
}
