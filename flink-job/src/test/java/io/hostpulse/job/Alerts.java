package io.hostpulse.job;

import io.hostpulse.job.model.AlertTransition;
import io.hostpulse.job.model.AlertTransition.State;
import io.hostpulse.job.model.ConditionEvent;

/** Alerts as they are published. */
public final class Alerts {

    private Alerts() {}

    /** The alert that fires at once with that event. */
    public static AlertTransition firing(ConditionEvent event) {
        return new AlertTransition(
                event.alertKey() + "|" + event.beganMillis(),
                1,
                State.FIRING,
                null,
                event.ruleId(),
                event.ruleName(),
                event.severity(),
                event.severity(),
                event.hostId(),
                event.hostName(),
                event.device(),
                event.metric(),
                event.timeMillis(),
                event.putBackMillis(),
                event.beganMillis(),
                event.timeMillis(),
                0,
                event.value(),
                event.threshold(),
                event.peak(),
                event.inHysteresis(),
                event.mutedUntilMillis(),
                false,
                null,
                event.labels(),
                event.message(),
                event.reason());
    }

    /** Host {@code hostId} has been silent from that time on, and is called so 30 s later. */
    public static AlertTransition silence(String hostId, long startedMillis) {
        return firing("down", hostId, "", startedMillis, startedMillis + 30_000);
    }

    /** An alert of that rule about host {@code hostId}. */
    public static AlertTransition firing(
            String ruleId, String hostId, String metric, long startedMillis, long firedMillis) {
        return new AlertTransition(
                ruleId + "|" + hostId + "||" + startedMillis,
                1,
                State.FIRING,
                null,
                ruleId,
                "Rule " + ruleId,
                "critical",
                "critical",
                hostId,
                hostId,
                "",
                metric,
                firedMillis,
                0,
                startedMillis,
                firedMillis,
                0,
                Double.NaN,
                Double.NaN,
                Double.NaN,
                false,
                0,
                false,
                null,
                "{}",
                hostId + " is in trouble",
                "began");
    }
}
