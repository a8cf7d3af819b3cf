package io.hostpulse.job.rule;

import io.hostpulse.job.liveness.Listening;
import io.hostpulse.job.model.EvaluatedHost;

/**
 * When a silent host is down, and when it is gone. All times are those of this machine, in
 * milliseconds since 1970.
 */
final class HostDeadlines {

    private final Listening listening = new Listening();
    private final long retentionMillis;

    /**
     * @param retentionMillis how long a silent host is remembered
     */
    HostDeadlines(long retentionMillis) {
        this.retentionMillis = retentionMillis;
    }

    /** Somebody listens now; while the job was down nobody did, and nobody was silent. */
    void listen(long nowMillis) {
        listening.hear(nowMillis);
    }

    /** For how long nothing has come from the host although it would have been heard. */
    long silentMillis(EvaluatedHost host, long nowMillis) {
        return nowMillis - listening.since(host.arrivalMillis());
    }

    boolean isGone(EvaluatedHost host, long nowMillis) {
        return nowMillis >= goneMillis(host);
    }

    /** When something has to be done if nothing more comes from the host. */
    long nextMillis(EvaluatedHost host, HostRules rules, long nowMillis) {
        long nextMillis = goneMillis(host);
        for (PreparedRule silence : rules.silences()) {
            long downMillis =
                    listening.since(host.arrivalMillis()) + Subjects.silenceMillis(silence, host);
            if (downMillis > nowMillis) {
                nextMillis = Math.min(nextMillis, downMillis);
            }
        }
        return nextMillis;
    }

    private long goneMillis(EvaluatedHost host) {
        return listening.since(host.arrivalMillis()) + retentionMillis;
    }
}
