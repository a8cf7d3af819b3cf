package io.hostpulse.job.rule;

import io.hostpulse.job.model.Baseline;
import io.hostpulse.job.rule.RuleProgress.Run;
import io.hostpulse.wire.rule.Condition;
import io.hostpulse.wire.rule.Deviation;
import io.hostpulse.wire.rule.Escalation;
import io.hostpulse.wire.rule.Threshold;

/** Whether conditions hold, now that one of them has a new value. */
final class ConditionValues {

    private ConditionValues() {}

    /** Whether {@code value} makes a condition hold that did not. */
    static boolean begins(Condition condition, double value) {
        return condition instanceof Threshold threshold && threshold.isBreachedBy(value);
    }

    /** Takes in a new value of a threshold's metric. */
    static void update(RuleProgress progress, int condition, Threshold threshold, double value) {
        progress.setHolding(
                condition,
                progress.holds(condition)
                        ? !threshold.isClearedBy(value)
                        : threshold.isBreachedBy(value));
        progress.values[condition] = value;
        if (progress.run != Run.NONE || progress.holds(condition)) {
            progress.peaks[condition] =
                    Double.isNaN(progress.peaks[condition])
                            ? value
                            : threshold.worseOf(progress.peaks[condition], value);
        }
    }

    /**
     * Takes in a new value of a metric with a baseline.
     *
     * @param baseline without this value, null before the first
     */
    static void update(
            RuleProgress progress,
            int condition,
            Deviation deviation,
            double value,
            HostFacts host,
            Baseline baseline) {
        progress.values[condition] = value;
        progress.bounds[condition] = Baselines.bound(baseline, value, host, deviation.sigmas());
        progress.distances[condition] = Baselines.distance(baseline, value, host);
        if (Baselines.isWarm(baseline, host, deviation.warmUp())) {
            double limit = progress.holds(condition) ? deviation.clearSigmas() : deviation.sigmas();
            progress.setHolding(condition, progress.distances[condition] > limit);
        }
        if (progress.distances[condition] > progress.peakDistances[condition]) {
            progress.beginPeak(condition);
        }
    }

    /** The first condition as an escalation wants it. */
    static Threshold escalated(Threshold first, Escalation escalation) {
        return new Threshold(
                first.metric(),
                first.over(),
                first.comparison(),
                escalation.threshold(),
                escalation.clear());
    }
}
