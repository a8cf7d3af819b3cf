package io.hostpulse.simulator.reference;

import io.hostpulse.wire.rule.Condition;
import io.hostpulse.wire.rule.Deviation;
import io.hostpulse.wire.rule.Threshold;

/**
 * A value that a condition was applied to.
 *
 * @param limit what it was compared with: the threshold, or the border of what is usual
 * @param distance how many deviations from the mean it is; 0 for thresholds
 */
record Observation(double value, double limit, double distance) {

    /** The worse of this one and a later one; of two equally bad ones, this. */
    Observation worst(Observation later, Condition condition) {
        if (condition instanceof Threshold threshold) {
            return threshold.worseOf(value, later.value) == value ? this : later;
        }
        if (condition instanceof Deviation) {
            return later.distance > distance ? later : this;
        }
        throw new IllegalStateException("unknown condition " + condition);
    }
}
