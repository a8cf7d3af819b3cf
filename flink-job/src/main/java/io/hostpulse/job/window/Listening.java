package io.hostpulse.job.window;

/**
 * Since when this instance listens. While the job was down nobody did, so no host's silence begins
 * before the first sample of any host has come after a restart, or a while after it.
 */
final class Listening {

    /** So long after a restart a host is silent even if nothing has come from any other. */
    private static final long PATIENCE_MILLIS = 30_000;

    private long sinceMillis = Long.MIN_VALUE;
    private boolean hasHeard;

    /** A sample has come. */
    void hear(long nowMillis) {
        if (!hasHeard) {
            sinceMillis = nowMillis;
            hasHeard = true;
        }
    }

    /** A timer is due. */
    void wake(long nowMillis) {
        if (sinceMillis == Long.MIN_VALUE) {
            sinceMillis = nowMillis + PATIENCE_MILLIS;
        }
    }

    /** Since when silence counts after something came at {@code arrivalMillis}. */
    long since(long arrivalMillis) {
        return Math.max(arrivalMillis, sinceMillis);
    }
}
