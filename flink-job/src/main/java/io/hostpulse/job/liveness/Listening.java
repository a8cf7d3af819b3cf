package io.hostpulse.job.liveness;

import io.hostpulse.job.model.Sample;
import io.hostpulse.wire.proto.Goodbye;

/**
 * Since when this instance listens. While the job was down nobody did, so no host's silence begins
 * before the first sample of any host has come after a restart, or a while after it.
 *
 * <p>Nor does anybody listen while Kafka is away, or this process stands still. That cannot be told
 * from a fleet that falls silent altogether, but several hosts that are heard no more at the same
 * time are more likely to be there: their silence is counted later then, from when something comes
 * again.
 */
public final class Listening {

    /**
     * So long after a restart silence begins even if nothing has come from any host. That all are
     * silent is less likely than that Kafka is not there yet, or that the source starts slowly.
     */
    private static final long PATIENCE_MILLIS = 60_000;

    /** When several hosts have not been heard for so long, nobody listens: two usual intervals. */
    private static final long QUIET_MILLIS = 20_000;

    /** If nothing comes again, silence begins so long after what came last. */
    private static final long QUIET_PATIENCE_MILLIS = 30_000;

    /** Hosts are several if two of them were heard within so long. */
    private static final long TOGETHER_MILLIS = 60_000;

    /** By so much at most the beginning of a silence is put off. */
    private static final long LONGEST_DELAY_MILLIS = 60_000;

    private long sinceMillis = Long.MIN_VALUE;
    private boolean hasHeard;
    private long resumedMillis = Long.MIN_VALUE;

    private String newestHostId = "";
    private long newestMillis = Long.MIN_VALUE;
    private long otherMillis = Long.MIN_VALUE;

    /** Somebody listens from now on; the first time is what counts. */
    public void hear(long nowMillis) {
        if (!hasHeard) {
            sinceMillis = nowMillis;
            hasHeard = true;
        }
    }

    /** A sample has come. */
    public void hear(Sample sample, long nowMillis) {
        if (sample.goodbye() == Goodbye.NO_GOODBYE) {
            hear(sample.hostId(), nowMillis);
        } else {
            hear(nowMillis);
            part();
        }
    }

    void hear(String hostId, long nowMillis) {
        hear(nowMillis);
        if (isQuiet(nowMillis)) {
            resumedMillis = nowMillis;
        }
        if (!hostId.equals(newestHostId)) {
            otherMillis = newestMillis;
            newestHostId = hostId;
        }
        newestMillis = nowMillis;
    }

    /**
     * A host has said that no more follows of it. Others may do so as well, as when a fleet is shut
     * down: who is missed is known again when two of them are heard.
     */
    void part() {
        newestHostId = "";
        newestMillis = Long.MIN_VALUE;
        otherMillis = Long.MIN_VALUE;
    }

    /** A timer is due before anything was heard: samples may still be on their way. */
    public void wake(long nowMillis) {
        if (sinceMillis == Long.MIN_VALUE) {
            sinceMillis = nowMillis + PATIENCE_MILLIS;
        }
    }

    /** Since when this instance has run to hear what came at {@code arrivalMillis}, or no more. */
    public long since(long arrivalMillis) {
        return Math.max(arrivalMillis, sinceMillis);
    }

    /**
     * Since when the silence counts of a host of which nothing came after {@code arrivalMillis}.
     */
    public long silentSince(long arrivalMillis, long nowMillis) {
        long heardAgainMillis =
                isQuiet(nowMillis) ? newestMillis + QUIET_PATIENCE_MILLIS : resumedMillis;
        return Math.max(
                since(arrivalMillis),
                Math.min(heardAgainMillis, arrivalMillis + LONGEST_DELAY_MILLIS));
    }

    private boolean isQuiet(long nowMillis) {
        boolean areSeveral =
                otherMillis != Long.MIN_VALUE && newestMillis - otherMillis <= TOGETHER_MILLIS;
        return areSeveral && nowMillis - newestMillis >= QUIET_MILLIS;
    }
}
