package io.hostpulse.job.model;

/**
 * A host's own time, as far as its windows are concerned.
 *
 * @param newestMillis time of its newest sample; of those since its clock was put back, where it
 *     was
 * @param closedMillis all windows that end by then have been closed
 * @param arrivalMillis when its newest live sample arrived
 * @param timerMillis when the host's timer is due
 * @param intervalMillis how far apart its samples are, 0 if they do not say
 * @param resumedMillis time of the sample before which its clock was put back last; 0: never
 * @param settledMillis long windows that end by then held all their samples before any time that
 *     the clock was put back; 0: it never was
 * @param putBacks how often the clock was put back
 */
public record HostClock(
        String hostName,
        long newestMillis,
        long closedMillis,
        long arrivalMillis,
        long timerMillis,
        int intervalMillis,
        long resumedMillis,
        long settledMillis,
        int putBacks) {

    /** Of a host of which only that has come. */
    public static HostClock of(Sample sample, long nowMillis) {
        return new HostClock(
                sample.hostName(),
                sample.timeMillis(),
                sample.timeMillis(),
                nowMillis,
                0,
                sample.intervalMillis(),
                0,
                0,
                0);
    }

    /** After one more live sample. */
    public HostClock heard(Sample sample, long nowMillis) {
        return new HostClock(
                sample.hostName(),
                Math.max(newestMillis, sample.timeMillis()),
                closedMillis,
                nowMillis,
                timerMillis,
                sample.intervalMillis(),
                resumedMillis,
                settledMillis,
                putBacks);
    }

    /**
     * After a live sample before which the host's clock was put back.
     *
     * @param reachMillis how far behind the newest sample long windows hold all their samples
     */
    public HostClock putBackTo(Sample sample, long reachMillis, long nowMillis) {
        return new HostClock(
                sample.hostName(),
                sample.timeMillis(),
                sample.timeMillis(),
                nowMillis,
                timerMillis,
                sample.intervalMillis(),
                sample.timeMillis(),
                Math.max(settledMillis, newestMillis - reachMillis),
                putBacks + 1);
    }

    public HostClock closedUpTo(long millis) {
        return new HostClock(
                hostName,
                newestMillis,
                millis,
                arrivalMillis,
                timerMillis,
                intervalMillis,
                resumedMillis,
                settledMillis,
                putBacks);
    }

    public HostClock withTimer(long millis) {
        return new HostClock(
                hostName,
                newestMillis,
                closedMillis,
                arrivalMillis,
                millis,
                intervalMillis,
                resumedMillis,
                settledMillis,
                putBacks);
    }
}
