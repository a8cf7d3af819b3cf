package io.hostpulse.job.model;

/**
 * What Alertmanager is told of an alert that has fired. Times are in milliseconds since 1970.
 *
 * @param transition the number of the transition that this tells of
 * @param value the newest value, NaN if there is none
 * @param threshold NaN if there is none
 * @param timeMillis when it became so
 * @param resolvedMillis 0 while it fires
 * @param mutedUntilMillis until when nobody wants to be told; 0: not muted
 * @param flapping whether this alert is about another one that comes and goes too often
 * @param labels the rule's and the host's labels as a JSON object
 */
public record AlertNotice(
        String alertId,
        int transition,
        String ruleId,
        String ruleName,
        String severity,
        String hostId,
        String hostName,
        String device,
        String message,
        String reason,
        double value,
        double threshold,
        long timeMillis,
        long startedMillis,
        long firedMillis,
        long resolvedMillis,
        long mutedUntilMillis,
        boolean flapping,
        String labels) {

    /** Rule, host and thing; the same for an alert and the one about its flapping. */
    public String alertKey() {
        return AlertTransition.alertKey(ruleId, hostId, device);
    }

    public boolean isFiring() {
        return resolvedMillis == 0;
    }

    /** Whether it is older news of the alert, by the order of {@link AlertTransition#version}. */
    public boolean isOlderThan(AlertNotice other) {
        return isFiring() == other.isFiring() ? transition < other.transition : isFiring();
    }

    /** By which Alertmanager knows the alert: two notices with equal ones are of the same. */
    public Labels alertLabels() {
        return new Labels(ruleId, ruleName, severity, hostId, hostName, device, flapping, labels);
    }

    /** The end of this notice's alert, for the reason and at the time of {@code later}. */
    public AlertNotice endedBy(AlertNotice later) {
        return new AlertNotice(
                alertId,
                later.transition,
                ruleId,
                ruleName,
                severity,
                hostId,
                hostName,
                device,
                message,
                later.reason,
                later.value,
                threshold,
                later.timeMillis,
                startedMillis,
                firedMillis,
                later.timeMillis,
                later.mutedUntilMillis,
                flapping,
                labels);
    }

    /** What makes an alert in Alertmanager, as in the notice. */
    public record Labels(
            String ruleId,
            String ruleName,
            String severity,
            String hostId,
            String hostName,
            String device,
            boolean flapping,
            String labels) {}
}
