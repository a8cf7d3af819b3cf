package io.hostpulse.job.rule;

import io.hostpulse.job.liveness.Listening;
import io.hostpulse.job.model.EvaluatedHost;
import io.hostpulse.job.model.Sample;
import io.hostpulse.wire.proto.Goodbye;
import io.hostpulse.wire.rule.Silence;
import java.time.Duration;

/**
 * When a silent host is down, when the alerts of a stopped one are over, and when a host is gone.
 * All times are those of this machine, in milliseconds since 1970.
 */
final class HostDeadlines {

    /** Longer than any host is remembered, and short enough to be added to a time. */
    private static final long NEVER = Long.MAX_VALUE / 4;

    private final Listening listening = new Listening();
    private final long retentionMillis;

    /**
     * @param retentionMillis how long a silent host is remembered
     */
    HostDeadlines(long retentionMillis) {
        this.retentionMillis = retentionMillis;
    }

    /** A sample has come; while the job was down nobody listened, and nobody was silent. */
    void hear(Sample sample, long nowMillis) {
        listening.hear(sample, nowMillis);
    }

    /** Something is due; whether samples can come is not known by that. */
    void wake(long nowMillis) {
        listening.wake(nowMillis);
    }

    /** For how long nothing has come from the host although it would have been heard. */
    long silentMillis(EvaluatedHost host, long nowMillis) {
        return nowMillis - listening.silentSince(host.arrivalMillis(), nowMillis);
    }

    boolean isGone(EvaluatedHost host, long nowMillis) {
        return nowMillis >= goneMillis(host);
    }

    /** When something has to be done if nothing more comes from the host. */
    long nextMillis(EvaluatedHost host, HostRules rules, long nowMillis) {
        long nextMillis = goneMillis(host);
        long silentSinceMillis = listening.silentSince(host.arrivalMillis(), nowMillis);
        // this is on the way of every sample, and other rules matter on few hosts only
        for (PreparedRule rule :
                host.goodbye() == Goodbye.STOPPED ? rules.rules() : rules.silences()) {
            long dueMillis = silentSinceMillis + toleratedMillis(rule, host);
            if (dueMillis > nowMillis) {
                nextMillis = Math.min(nextMillis, dueMillis);
            }
        }
        return nextMillis;
    }

    /**
     * How long a host may be silent before that matters to a rule: an alert about silence begins,
     * any other is over on a host that was stopped. {@link #NEVER} where it does not matter.
     */
    static long toleratedMillis(PreparedRule rule, EvaluatedHost host) {
        if (!(rule.rule().when() instanceof Silence silence)) {
            return host.goodbye() == Goodbye.STOPPED ? rule.rule().noDataAfter().toMillis() : NEVER;
        }
        return switch (host.goodbye()) {
            case NO_GOODBYE -> Math.max(silence.after().toMillis(), host.toleratedGapMillis());
            case STOPPED -> silence.restartWithin().map(Duration::toMillis).orElse(NEVER);
            case REBOOTING -> silence.rebootWithin().map(Duration::toMillis).orElse(NEVER);
            case REMOVED, UNRECOGNIZED -> NEVER;
        };
    }

    private long goneMillis(EvaluatedHost host) {
        return listening.since(host.arrivalMillis()) + retentionMillis;
    }
}
