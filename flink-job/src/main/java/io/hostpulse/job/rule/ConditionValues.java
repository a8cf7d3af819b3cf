package io.hostpulse.job.rule;

import io.hostpulse.job.model.Baseline;
import io.hostpulse.job.model.RuleProgress;
import io.hostpulse.wire.rule.Condition;
import io.hostpulse.wire.rule.Deviation;
import io.hostpulse.wire.rule.Escalation;
import io.hostpulse.wire.rule.Rule;
import io.hostpulse.wire.rule.Threshold;

/** Whether conditions hold, now that one of them has a new value. */
final class ConditionValues {

    private ConditionValues() {}

    /** Whether {@code value} makes a condition hold that did not. */
    static boolean begins(Condition condition, double value) {
        return condition instanceof Threshold threshold && threshold.isBreachedBy(value);
    }

    /** Takes in a new value of a threshold's metric. */
    static void update(
            RuleProgress progress, int condition, Threshold threshold, double value, long millis) {
        boolean holds =
                progress.holds(condition)
                        ? !threshold.isClearedBy(value)
                        : threshold.isBreachedBy(value);
        progress.setHolding(condition, holds);
        put(progress, condition, value, millis);
        if (holds && isPrimaryOfAlert(progress, condition)) {
            progress.peak = worse(progress.peak, value, threshold);
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
            long millis,
            Baseline baseline) {
        double sigmas = Baselines.sigmas(baseline, value, millis, deviation.warmUp());
        put(progress, condition, value, millis);
        if (Double.isNaN(sigmas)) {
            return;
        }
        boolean held = progress.holds(condition);
        boolean holds = sigmas > (held ? deviation.clearSigmas() : deviation.sigmas());
        progress.setHolding(condition, holds);
        progress.bound = Baselines.bound(baseline, value, millis, deviation.sigmas());
        if (holds && sigmas > progress.peakSigmas) {
            progress.peakSigmas = sigmas;
            if (isPrimaryOfAlert(progress, condition)) {
                progress.peak = value;
            }
        }
    }

    /** The threshold that the alert is about now: that of its severity. */
    static double threshold(Rule rule, RuleProgress progress) {
        if (rule.conditions().isEmpty()) {
            return Double.NaN;
        }
        if (progress.escalation >= 0) {
            return rule.escalations().get(progress.escalation).threshold();
        }
        Condition primary = rule.conditions().get(progress.primary);
        return primary instanceof Threshold threshold ? threshold.threshold() : progress.bound;
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

    private static void put(RuleProgress progress, int condition, double value, long millis) {
        progress.putValue(condition, value);
        if (condition == progress.primary) {
            progress.valueMillis = millis;
        }
    }

    private static boolean isPrimaryOfAlert(RuleProgress progress, int condition) {
        return condition == progress.primary;
    }

    private static double worse(double peak, double value, Threshold threshold) {
        return Double.isNaN(peak) ? value : threshold.worseOf(peak, value);
    }
}
