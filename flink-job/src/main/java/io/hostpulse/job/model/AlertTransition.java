package io.hostpulse.job.model;

/**
 * An alert reaches a state. Times are in milliseconds since 1970, 0 where they have not come yet.
 *
 * @param alertId rule, host and beginning; the same for all transitions of one alert
 * @param startedMillis when the condition began
 * @param firedMillis when it had held for long enough
 * @param reason why the alert came to this state
 */
public record AlertTransition(
        String alertId,
        State state,
        String ruleId,
        String ruleName,
        String severity,
        String hostId,
        String hostName,
        String metric,
        long timeMillis,
        long startedMillis,
        long firedMillis,
        long resolvedMillis,
        double value,
        double threshold,
        double peak,
        String message,
        String reason) {

    /** The states that an alert can reach. */
    public enum State {
        FIRING("firing"),
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
