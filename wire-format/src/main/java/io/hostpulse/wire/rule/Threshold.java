package io.hostpulse.wire.rule;

import io.hostpulse.wire.Metric;
import java.util.Optional;
import java.util.OptionalDouble;

/**
 * A metric, or an aggregate of it over a window, on the wrong side of a threshold.
 *
 * @param threshold in the unit of the metric, or of the aggregate
 * @param clear the value that has to be reached again for the condition to end; between it and the
 *     threshold the condition stays what it was
 */
public record Threshold(
        Metric metric,
        Optional<WindowAggregate> over,
        Comparison comparison,
        double threshold,
        double clear)
        implements Condition {

    /** Whether {@code value} begins the condition. Not true of NaN. */
    public boolean isBreachedBy(double value) {
        return comparison.isBreached(value, threshold);
    }

    /** Whether {@code value} ends the condition. Not true of NaN. */
    public boolean isClearedBy(double value) {
        return comparison.isCleared(value, threshold, clear);
    }

    /** The worse of two values. */
    public double worseOf(double one, double other) {
        return comparison.worseOf(one, other);
    }

    @Override
    public Threshold with(OptionalDouble threshold, OptionalDouble clear) {
        double newThreshold = threshold.orElse(this.threshold);
        return new Threshold(
                metric,
                over,
                comparison,
                newThreshold,
                clear.orElse(this.clear == this.threshold ? newThreshold : this.clear));
    }
}
