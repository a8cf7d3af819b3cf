package io.hostpulse.job.rule;

import io.hostpulse.job.model.EvaluatedHost;

/**
 * For how long hosts have been silent. While nobody listened, because the job was down, nobody was
 * silent. All times are those of this machine, in milliseconds since 1970.
 */
final class Listening {

    private final long retentionMillis;
    private Long sinceMillis;

    /**
     * @param retentionMillis how long a silent host is remembered
     */
    Listening(long retentionMillis) {
        this.retentionMillis = retentionMillis;
    }

    /** Something was heard, of whatever host; the first time is what counts. */
    void hear(long nowMillis) {
        if (sinceMillis == null) {
            sinceMillis = nowMillis;
        }
    }

    /** For how long nothing has come from the host although it would have been heard. */
    long silentMillis(EvaluatedHost host, long nowMillis) {
        return nowMillis - heardMillis(host);
    }

    boolean isGone(EvaluatedHost host, long nowMillis) {
        return nowMillis >= host.arrivalMillis() + retentionMillis;
    }

    /** When something has to be done if nothing more comes from the host. */
    long dueMillis(EvaluatedHost host, HostRules rules, long nowMillis) {
        long dueMillis = host.arrivalMillis() + retentionMillis;
        for (PreparedRule silence : rules.silences()) {
            long downMillis = heardMillis(host) + Subjects.silenceMillis(silence, host);
            if (downMillis > nowMillis) {
                dueMillis = Math.min(dueMillis, downMillis);
            }
        }
        return dueMillis;
    }

    private long heardMillis(EvaluatedHost host) {
        return Math.max(host.arrivalMillis(), sinceMillis);
    }
}
