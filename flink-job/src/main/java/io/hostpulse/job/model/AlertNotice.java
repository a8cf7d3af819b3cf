package io.hostpulse.job.model;

/**
 * What Alertmanager is told of an alert. Times are in milliseconds since 1970.
 *
 * @param resolvedMillis 0 while it fires
 */
public record AlertNotice(
        String alertId,
        String ruleId,
        String ruleName,
        String severity,
        String hostId,
        String hostName,
        String message,
        String reason,
        long firedMillis,
        long resolvedMillis) {

    public boolean isFiring() {
        return resolvedMillis == 0;
    }
}
