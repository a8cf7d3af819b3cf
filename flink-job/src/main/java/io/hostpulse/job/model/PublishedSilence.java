package io.hostpulse.job.model;

/**
 * An alert about a silent host, as it was published. Times are the host's steady ones, which {@link
 * EvaluatedHost} explains, in milliseconds since 1970.
 *
 * @param timeMillis when it came to this state
 * @param putBackMillis by how much the host's clock had been put back by then
 * @param startedMillis time of the host's last sample before the silence
 * @param resolvedMillis 0 while it fires
 * @param mutedUntilMillis until when nobody wants to be told; 0: not muted
 * @param labels the rule's and the host's labels as a JSON object
 * @param reason why it came to this state
 * @param hostRemoved whether the host was removed since
 */
public record PublishedSilence(
        String alertId,
        String ruleId,
        String ruleName,
        String severity,
        String hostId,
        String hostName,
        long timeMillis,
        long putBackMillis,
        long startedMillis,
        long resolvedMillis,
        long mutedUntilMillis,
        String labels,
        String message,
        String reason,
        boolean hostRemoved) {

    public boolean isFiring() {
        return resolvedMillis == 0;
    }

    /** The same of a host that was removed. */
    public PublishedSilence withoutHost() {
        return new PublishedSilence(
                alertId,
                ruleId,
                ruleName,
                severity,
                hostId,
                hostName,
                timeMillis,
                putBackMillis,
                startedMillis,
                resolvedMillis,
                mutedUntilMillis,
                labels,
                message,
                reason,
                true);
    }
}
