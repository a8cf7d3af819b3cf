package io.hostpulse.job.liveness;

/**
 * Since when this instance listens. While the job was down nobody did, so no host's silence begins
 * before the first sample of any host has come after a restart, or a while after it.
 */
public final class Listening {

    /**
     * So long after a restart silence begins even if nothing has come from any host. That all are
     * silent is less likely than that Kafka is not there yet, or that the source starts slowly.
     */
    private static final long PATIENCE_MILLIS = 60_000;

    private long sinceMillis = Long.MIN_VALUE;
    private boolean hasHeard;

    /** Somebody listens from now on; the first time is what counts. */
    public void hear(long nowMillis) {
        if (!hasHeard) {
            sinceMillis = nowMillis;
            hasHeard = true;
        }
    }

    /** A timer is due before anything was heard: samples may still be on their way. */
    public void wake(long nowMillis) {
        if (sinceMillis == Long.MIN_VALUE) {
            sinceMillis = nowMillis + PATIENCE_MILLIS;
        }
    }

    /** Since when silence counts after something came at {@code arrivalMillis}. */
    public long since(long arrivalMillis) {
        return Math.max(arrivalMillis, sinceMillis);
    }
}
