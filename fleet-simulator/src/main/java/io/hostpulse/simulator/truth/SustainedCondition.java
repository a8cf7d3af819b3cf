package io.hostpulse.simulator.truth;

import java.time.Duration;

/**
 * A metric stays above a threshold for some time.
 *
 * @param metric name in the catalogue, of a host-level metric that windows are computed of
 * @param above the threshold, itself not above
 * @param clear an alert resolves at this value and below; the same as {@code above} without
 *     hysteresis
 * @param held how long it must have held
 */
public record SustainedCondition(String metric, double above, double clear, Duration held) {

    /** The stock rule {@code sustained-cpu}. */
    public static final SustainedCondition SUSTAINED_CPU =
            new SustainedCondition("system.cpu.total.norm.pct", 0.90, 0.80, Duration.ofSeconds(10));

    /**
     * @throws IllegalArgumentException if it would clear above the threshold
     */
    public SustainedCondition {
        if (!(clear <= above)) {
            throw new IllegalArgumentException(
                    "clear is " + clear + ", allowed is at most " + above + ", the threshold");
        }
        if (held.isNegative()) {
            throw new IllegalArgumentException("held is " + held + ", allowed is 0 and more");
        }
    }

    /** A condition that clears as soon as the metric is not above the threshold. */
    public static SustainedCondition above(String metric, double threshold, Duration held) {
        return new SustainedCondition(metric, threshold, threshold, held);
    }
}
