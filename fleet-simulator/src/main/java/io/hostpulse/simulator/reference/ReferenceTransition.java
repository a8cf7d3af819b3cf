package io.hostpulse.simulator.reference;

import io.hostpulse.wire.rule.Severity;

/**
 * An alert reaches a state. Times are what the host's clock, as it goes then, says of samples, in
 * milliseconds since 1970.
 *
 * @param alertId {@code rule|host|thing|started}, for a flapping alert {@code
 *     rule|host|thing|flapping|started}; the thing is empty for the host itself
 * @param transition number within the alert, from 1
 * @param device name of the thing, empty for the host itself
 * @param timeMillis of the sample that made it
 * @param startedMillis when the condition, the first step or the first burst began; of a flapping
 *     alert, the first of the changes
 * @param firedMillis when it fired first, 0 if it has not
 * @param value of the reported condition at this sample, see {@link ReferenceAlerts}
 * @param inHysteresis whether the value has come back to the threshold, but is not yet clear
 * @param mutedUntilMillis 0 when it is not muted
 */
public record ReferenceTransition(
        String alertId,
        int transition,
        AlertState state,
        Cause cause,
        String ruleId,
        String hostId,
        String device,
        Severity severity,
        long timeMillis,
        long startedMillis,
        long firedMillis,
        double value,
        double threshold,
        double peak,
        boolean inHysteresis,
        long mutedUntilMillis,
        boolean flapping) {

    /** The same by the host's clock, which has been put back, where this one is by steady time. */
    ReferenceTransition onClock(long putBackMillis) {
        return new ReferenceTransition(
                alertId,
                transition,
                state,
                cause,
                ruleId,
                hostId,
                device,
                severity,
                timeMillis - putBackMillis,
                startedMillis - putBackMillis,
                firedMillis == 0 ? 0 : firedMillis - putBackMillis,
                value,
                threshold,
                peak,
                inHysteresis,
                mutedUntilMillis,
                flapping);
    }
}
