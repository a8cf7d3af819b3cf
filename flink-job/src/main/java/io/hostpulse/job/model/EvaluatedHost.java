package io.hostpulse.job.model;

import io.hostpulse.wire.proto.Goodbye;

/**
 * What evaluation knows of a host. Its clock may be set; what has to last, or to come within a
 * time, is measured on its <em>steady</em> time, which is that of its clock and all that the clock
 * has been put back by, less the steps forward that would look like a silence.
 *
 * @param newestMillis steady time of its newest live sample
 * @param putBackMillis by how much its clock has been put back in all; below 0 if it was put
 *     forward by more
 * @param arrivalMillis when something of it arrived last
 * @param intervalMillis the interval between its samples, 0 if they do not say
 * @param timerMillis when its timer is due
 * @param silentSinceMillis steady time of its newest sample before it was silent last
 * @param heardAgainMillis steady time of the sample that came after that; 0 if it never was silent
 * @param goodbye what its newest sample says of samples to come
 * @param inProgress whether something is kept of the progress of a rule, which is where something
 *     is or lately was wrong
 * @param alikeness of which conditions its newest live sample had values, in one number: the next
 *     that has the same has nothing new for rules that ask when conditions begin. 0 if that cannot
 *     be said
 */
public record EvaluatedHost(
        long newestMillis,
        long putBackMillis,
        long arrivalMillis,
        int intervalMillis,
        long timerMillis,
        long silentSinceMillis,
        long heardAgainMillis,
        Goodbye goodbye,
        boolean inProgress,
        long alikeness) {

    private static final int MISSED_INTERVALS = 3;
    private static final long LEAST_GAP_MILLIS = 30_000;
    private static final long GAP_OF_UNKNOWN_INTERVAL_MILLIS = 300_000;

    /** A host of which nothing was known before {@code sample}. */
    public static EvaluatedHost of(Sample sample, long nowMillis) {
        return new EvaluatedHost(
                sample.timeMillis(),
                0,
                nowMillis,
                sample.intervalMillis(),
                0,
                0,
                0,
                sample.goodbye(),
                false,
                0);
    }

    /**
     * The same after a sample, live or not.
     *
     * @param stepMillis how far the clock was put forward before it, as far as that is known
     */
    public EvaluatedHost heard(Sample sample, double stepMillis, long nowMillis) {
        long putBack =
                sample.live() ? putBackMillis + putBackBefore(sample, stepMillis) : putBackMillis;
        long timeMillis = sample.timeMillis() + putBack;
        boolean wasSilent =
                timeMillis - newestMillis >= toleratedGapMillis()
                        || nowMillis - arrivalMillis >= toleratedGapMillis();
        return new EvaluatedHost(
                sample.live() ? timeMillis : newestMillis,
                putBack,
                nowMillis,
                sample.intervalMillis(),
                timerMillis,
                wasSilent ? newestMillis : silentSinceMillis,
                wasSilent ? Math.max(timeMillis, newestMillis) : heardAgainMillis,
                sample.live() ? sample.goodbye() : goodbye,
                inProgress,
                alikeness);
    }

    /**
     * By how much the clock was put back before a live sample. The sample is its interval later
     * than the one before, and a little at least, so that no time comes twice. Below 0 if it was
     * put forward, and the host seems to have been silent for that alone.
     */
    private long putBackBefore(Sample sample, double stepMillis) {
        long passedMillis = sample.timeMillis() + putBackMillis - newestMillis;
        if (passedMillis <= 0) {
            return Math.max(1, sample.intervalMillis()) - passedMillis;
        }
        long gapMillis = toleratedGapMillis(sample.intervalMillis());
        boolean seemsSilent = passedMillis > gapMillis && passedMillis - stepMillis <= gapMillis;
        // less than the step where the time was replaced by that of arrival
        return seemsSilent
                ? -Math.min((long) stepMillis, passedMillis - sample.intervalMillis())
                : 0;
    }

    /** By how much the clock was put back since {@code before}. */
    public long putBackSince(EvaluatedHost before) {
        return putBackMillis - before.putBackMillis;
    }

    /** How far apart two samples may be for the host not to have been silent between them. */
    public long toleratedGapMillis() {
        return toleratedGapMillis(intervalMillis);
    }

    private static long toleratedGapMillis(int intervalMillis) {
        return intervalMillis == 0
                ? GAP_OF_UNKNOWN_INTERVAL_MILLIS
                : Math.max(LEAST_GAP_MILLIS, (long) MISSED_INTERVALS * intervalMillis);
    }

    /** Whether it is silent because it said so. */
    public boolean hasSaidGoodbye() {
        return goodbye != Goodbye.NO_GOODBYE;
    }

    public EvaluatedHost withTimer(long millis) {
        return with(millis, inProgress, alikeness);
    }

    /** The same after rules were evaluated. */
    public EvaluatedHost evaluated(boolean isAnyInProgress, long newAlikeness) {
        return isAnyInProgress == inProgress && newAlikeness == alikeness
                ? this
                : with(timerMillis, isAnyInProgress, newAlikeness);
    }

    private EvaluatedHost with(long millis, boolean isAnyInProgress, long newAlikeness) {
        return new EvaluatedHost(
                newestMillis,
                putBackMillis,
                arrivalMillis,
                intervalMillis,
                millis,
                silentSinceMillis,
                heardAgainMillis,
                goodbye,
                isAnyInProgress,
                newAlikeness);
    }
}
