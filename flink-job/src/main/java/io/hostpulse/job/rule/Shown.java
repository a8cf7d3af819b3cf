package io.hostpulse.job.rule;

import io.hostpulse.wire.Metric;
import io.hostpulse.wire.rule.Condition;
import io.hostpulse.wire.rule.Deviation;
import io.hostpulse.wire.rule.Escalation;
import io.hostpulse.wire.rule.Threshold;
import java.math.BigDecimal;
import java.util.Optional;

/**
 * What an alert shows of the limits of the condition that it speaks of: those of the escalation
 * that it has reached, else the condition's own.
 *
 * @param condition empty where the rule has none
 * @param threshold what the value is compared with, NaN without a condition
 */
record Shown(Optional<Condition> condition, double threshold) {

    static Shown of(PreparedRule rule, RuleProgress progress) {
        if (rule.places().isEmpty()) {
            return new Shown(Optional.empty(), Double.NaN);
        }
        Condition reported = rule.places().get(progress.reported).condition();
        if (reported instanceof Threshold threshold) {
            Threshold crossed = threshold;
            if (progress.reported == 0 && progress.shownEscalation >= 0) {
                Escalation escalation = rule.rule().escalations().get(progress.shownEscalation);
                crossed = ConditionValues.escalated(threshold, escalation);
            }
            return new Shown(Optional.of(crossed), crossed.threshold());
        }
        return new Shown(Optional.of(reported), progress.bounds[progress.reported]);
    }

    /** Whether the newest value of that condition would not begin it. */
    boolean isBackToThreshold(RuleProgress progress) {
        if (condition.isEmpty()) {
            return false;
        }
        Condition shown = condition.get();
        double value = progress.values[progress.reported];
        return shown instanceof Threshold crossed
                ? !Double.isNaN(value) && !crossed.isBreachedBy(value)
                : shown instanceof Deviation deviation
                        && progress.distances[progress.reported] <= deviation.sigmas();
    }

    /** In words, such as {@code back below 85 %, not yet at 75 %}. */
    String backToThreshold() {
        Condition shown = condition.orElseThrow();
        if (shown instanceof Threshold crossed) {
            Metric metric = crossed.metric();
            return "back %s %s, not yet at %s"
                    .formatted(
                            crossed.comparison().isUpward() ? "below" : "above",
                            AlertMessage.format(crossed.threshold(), metric.unit()),
                            AlertMessage.format(crossed.clear(), metric.unit()));
        }
        Deviation deviation = (Deviation) shown;
        return "back within %s sigma, not yet within %s"
                .formatted(plain(deviation.sigmas()), plain(deviation.clearSigmas()));
    }

    private static String plain(double number) {
        return BigDecimal.valueOf(number).stripTrailingZeros().toPlainString();
    }
}
