package io.hostpulse.job.model;

/**
 * A condition of a rule begins on a host, goes on, or ends.
 *
 * @param alertKey rule and host; events of one key are in the host's order
 * @param timeMillis time of the sample that shows it
 * @param beganMillis when the condition began
 * @param heldForMillis how long the rule wants it to hold before an alert fires
 * @param peak the worst value since it began
 */
public record ConditionEvent(
        String alertKey,
        Phase phase,
        String ruleId,
        String ruleName,
        String severity,
        String hostId,
        String hostName,
        String metric,
        long timeMillis,
        long beganMillis,
        long heldForMillis,
        double value,
        double threshold,
        double peak,
        String message,
        String reason) {

    /** Where in its life the condition is. */
    public enum Phase {
        BEGINS,
        HOLDS,
        ENDS
    }
}
