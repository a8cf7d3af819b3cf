package io.hostpulse.job.model;

import io.hostpulse.wire.proto.Goodbye;

/**
 * What evaluation knows of a host.
 *
 * @param identity a serialized {@code HostIdentity}
 * @param newestMillis time of its newest sample, on its own clock
 * @param arrivalMillis when something of it arrived last
 * @param intervalMillis the interval between its samples, 0 if they do not say
 * @param timerMillis when its timer is due
 * @param silentSinceMillis time of its newest sample before it was silent last, on its own clock
 * @param heardAgainMillis time of the sample that came after that; 0 if it never was silent
 * @param goodbye what its newest sample says of samples to come
 */
public record EvaluatedHost(
        String hostName,
        byte[] identity,
        long newestMillis,
        long arrivalMillis,
        int intervalMillis,
        long timerMillis,
        long silentSinceMillis,
        long heardAgainMillis,
        Goodbye goodbye) {

    private static final int MISSED_INTERVALS = 3;
    private static final long LEAST_GAP_MILLIS = 30_000;
    private static final long GAP_OF_UNKNOWN_INTERVAL_MILLIS = 300_000;

    /** A host of which nothing was known before {@code sample}. */
    public static EvaluatedHost of(Sample sample, byte[] identity, long nowMillis) {
        return new EvaluatedHost(
                sample.hostName(),
                identity,
                sample.timeMillis(),
                nowMillis,
                sample.intervalMillis(),
                0,
                0,
                0,
                sample.goodbye());
    }

    /** The same after a sample, newest or not. */
    public EvaluatedHost heard(Sample sample, byte[] identity, long nowMillis) {
        boolean isNewest = sample.timeMillis() > newestMillis;
        boolean wasSilent =
                sample.timeMillis() - newestMillis >= toleratedGapMillis()
                        || nowMillis - arrivalMillis >= toleratedGapMillis();
        return new EvaluatedHost(
                sample.hostName(),
                identity,
                Math.max(newestMillis, sample.timeMillis()),
                nowMillis,
                sample.intervalMillis(),
                timerMillis,
                wasSilent ? newestMillis : silentSinceMillis,
                wasSilent ? sample.timeMillis() : heardAgainMillis,
                isNewest ? sample.goodbye() : goodbye);
    }

    /** How far apart two samples may be for the host not to have been silent between them. */
    public long toleratedGapMillis() {
        return intervalMillis == 0
                ? GAP_OF_UNKNOWN_INTERVAL_MILLIS
                : Math.max(LEAST_GAP_MILLIS, (long) MISSED_INTERVALS * intervalMillis);
    }

    /** Whether it is silent because it said so. */
    public boolean hasSaidGoodbye() {
        return goodbye != Goodbye.NO_GOODBYE;
    }

    public EvaluatedHost withTimer(long millis) {
        return new EvaluatedHost(
                hostName,
                identity,
                newestMillis,
                arrivalMillis,
                intervalMillis,
                millis,
                silentSinceMillis,
                heardAgainMillis,
                goodbye);
    }
}
