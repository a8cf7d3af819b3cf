package io.hostpulse.job.model;

/**
 * What evaluation knows of a host.
 *
 * @param identity a serialized {@code HostIdentity}
 * @param newestMillis time of its newest sample, on its own clock
 * @param arrivalMillis when something of it arrived last
 * @param intervalMillis the interval between its samples, 0 if they do not say
 * @param timerMillis when its timer is due
 */
public record EvaluatedHost(
        String hostName,
        byte[] identity,
        long newestMillis,
        long arrivalMillis,
        int intervalMillis,
        long timerMillis) {

    private static final int MISSED_INTERVALS = 3;
    private static final long LEAST_GAP_MILLIS = 30_000;
    private static final long GAP_OF_UNKNOWN_INTERVAL_MILLIS = 300_000;

    /** How far apart two samples may be for the host not to have been silent between them. */
    public long toleratedGapMillis() {
        return intervalMillis == 0
                ? GAP_OF_UNKNOWN_INTERVAL_MILLIS
                : Math.max(LEAST_GAP_MILLIS, (long) MISSED_INTERVALS * intervalMillis);
    }

    public EvaluatedHost withTimer(long millis) {
        return new EvaluatedHost(
                hostName, identity, newestMillis, arrivalMillis, intervalMillis, millis);
    }
}
