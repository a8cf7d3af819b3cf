package io.hostpulse.job.model;

/**
 * Something about a rule on a host, or on one of its things, that is or was wrong. All times are
 * the host's steady ones, which {@link EvaluatedHost} explains, in milliseconds since 1970.
 *
 * @param alertKey rule, host and thing; events of one key are in the host's order
 * @param device the thing, such as a mount point; empty for the host itself
 * @param timeMillis time of the sample that shows it
 * @param putBackMillis by how much the host's clock had been put back by then: so much less is the
 *     time by its clock
 * @param beganMillis when the alert began; the same for all events of one alert
 * @param runBeganMillis when the present run of breach or calm began
 * @param requiredMillis how long that run has to last
 * @param step which step of a sequence began, from 0
 * @param steps how many steps the sequence has; 0 for rules of another kind
 * @param withinMillis how soon after the step before this step has to begin, or how close together
 *     bursts have to be
 * @param times how many bursts make an alert
 * @param value the newest value
 * @param peak the worst value since the alert began
 * @param inHysteresis whether the condition holds only because the value is not yet clear
 * @param mutedUntilMillis until when, on the clock of people, nobody wants to be told; 0: not muted
 * @param identity who the host is, a serialized {@code HostIdentity} in Base64, so that equal ones
 *     are equal; null in state of a job that did not have it
 * @param labels the rule's and the host's labels as a JSON object
 * @param reason why, where the phase alone does not say it
 */
public record ConditionEvent(
        String alertKey,
        Phase phase,
        String ruleId,
        String ruleName,
        String severity,
        String hostId,
        String hostName,
        String device,
        String metric,
        long timeMillis,
        long putBackMillis,
        long beganMillis,
        long runBeganMillis,
        long requiredMillis,
        int step,
        int steps,
        long withinMillis,
        int times,
        double value,
        double threshold,
        double peak,
        boolean inHysteresis,
        long mutedUntilMillis,
        String identity,
        String labels,
        String message,
        String reason) {

    /** The same, of an alert that began at {@code beganMillis}. */
    public ConditionEvent began(long beganMillis) {
        return new ConditionEvent(
                alertKey,
                phase,
                ruleId,
                ruleName,
                severity,
                hostId,
                hostName,
                device,
                metric,
                timeMillis,
                putBackMillis,
                beganMillis,
                runBeganMillis,
                requiredMillis,
                step,
                steps,
                withinMillis,
                times,
                value,
                threshold,
                peak,
                inHysteresis,
                mutedUntilMillis,
                identity,
                labels,
                message,
                reason);
    }

    /** What has happened. New phases go to the end: state of older jobs counts them. */
    public enum Phase {
        /** The condition begins; the alert is pending. */
        BEGINS,
        /** The condition holds; until it has held for as long as required. */
        HOLDS,
        /** A fired alert's condition is no longer true, but has to stay so. */
        CLEARS,
        /** The condition stays clear; until it has done so for as long as required. */
        STAYS_CLEAR,
        /** The condition is true again before it has stayed clear for long enough. */
        RETURNS,
        /** The severity of a fired alert has changed. */
        SEVERITY,
        /** Until when a fired alert is muted has changed. */
        MUTE,
        /** The metric of a pending or fired alert has not come for too long. */
        NO_DATA,
        /** The metric comes again. */
        DATA,
        /** It is over. */
        ENDS,
        /** A step of a sequence begins. */
        STEP,
        /** A short burst is over. */
        BURST,
        /** What has begun of a sequence or a repetition is void. */
        LAPSES,
        /** The value of a fired alert has come back to its threshold, or crossed it again. */
        HYSTERESIS
    }
}
