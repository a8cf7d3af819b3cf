package io.hostpulse.job.model;

/**
 * An alert reaches a state, or changes within it. Times are the host's steady ones, which {@link
 * EvaluatedHost} explains, in milliseconds since 1970, 0 where they have not come yet.
 *
 * @param alertId rule, host, thing and beginning; the same for all transitions of one alert
 * @param transition the number of this transition within the alert, from 1
 * @param previous the state before; null for the first transition
 * @param previousSeverity the severity before; equal to the severity where it has not changed
 * @param device the thing that the alert is about; empty for the host itself
 * @param putBackMillis by how much the host's clock had been put back by then: so much less is each
 *     of these times by its clock
 * @param startedMillis when the condition began
 * @param firedMillis when it had held for long enough; 0 if it never had
 * @param peak the worst value since the alert began
 * @param inHysteresis whether the value has come back to the threshold, but is not yet clear
 * @param mutedUntilMillis until when nobody wants to be told; 0: not muted
 * @param flapping whether this alert is about another one that comes and goes too often
 * @param identity who the host is, a serialized {@code HostIdentity} in Base64, so that equal ones
 *     are equal; null in state of a job that did not have it
 * @param labels the rule's and the host's labels as a JSON object
 * @param reason why the alert came to this state
 */
public record AlertTransition(
        String alertId,
        int transition,
        State state,
        State previous,
        String ruleId,
        String ruleName,
        String severity,
        String previousSeverity,
        String hostId,
        String hostName,
        String device,
        String metric,
        long timeMillis,
        long putBackMillis,
        long startedMillis,
        long firedMillis,
        long resolvedMillis,
        double value,
        double threshold,
        double peak,
        boolean inHysteresis,
        long mutedUntilMillis,
        boolean flapping,
        String identity,
        String labels,
        String message,
        String reason) {

    /** More than any alert has transitions. */
    private static final long END = 1L << 32;

    /** Rule, host and thing; the same for an alert and the one about its flapping. */
    public String alertKey() {
        return alertKey(ruleId, hostId, device);
    }

    /**
     * @param device empty for the host itself
     */
    public static String alertKey(String ruleId, String hostId, String device) {
        return ruleId + "|" + hostId + "|" + device;
    }

    /** The end of this alert. */
    public AlertTransition ended(
            long endMillis, long putBackMillis, String identity, String reason) {
        return new AlertTransition(
                alertId,
                transition + 1,
                State.RESOLVED,
                state,
                ruleId,
                ruleName,
                severity,
                severity,
                hostId,
                hostName,
                device,
                metric,
                endMillis,
                putBackMillis,
                startedMillis,
                firedMillis,
                endMillis,
                value,
                threshold,
                peak,
                false,
                mutedUntilMillis,
                flapping,
                identity,
                labels,
                message,
                reason);
    }

    /**
     * Grows from transition to transition, and nothing comes after the end: where a replay takes
     * fewer steps to it, since the clock on the wall has decided otherwise, it is the end still.
     */
    public long version() {
        return state == State.RESOLVED ? END + transition : transition;
    }

    /**
     * The states that an alert can reach. New ones go to the end: state of older jobs counts them.
     */
    public enum State {
        PENDING("pending"),
        FIRING("firing"),
        /** It has fired and its condition is no longer true, but has to stay so for a while. */
        RECOVERING("recovering"),
        /** Nothing is known of its condition. */
        NO_DATA("no-data"),
        RESOLVED("resolved");

        private final String label;

        State(String label) {
            this.label = label;
        }

        /** The name in documents. */
        public String label() {
            return label;
        }
    }
}
