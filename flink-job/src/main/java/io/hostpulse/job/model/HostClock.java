package io.hostpulse.job.model;

/**
 * A host's own time, as far as its windows are concerned.
 *
 * @param newestMillis time of its newest sample
 * @param closedMillis all windows that end by then have been closed
 * @param arrivalMillis when the newest sample arrived
 * @param timerMillis when the host's timer is due
 * @param intervalMillis how far apart its samples are, 0 if they do not say
 */
public record HostClock(
        String hostName,
        long newestMillis,
        long closedMillis,
        long arrivalMillis,
        long timerMillis,
        int intervalMillis) {

    public HostClock heard(Sample sample, long nowMillis) {
        return new HostClock(
                sample.hostName(),
                sample.timeMillis(),
                closedMillis,
                nowMillis,
                timerMillis,
                sample.intervalMillis());
    }

    public HostClock closedUpTo(long millis) {
        return new HostClock(
                hostName, newestMillis, millis, arrivalMillis, timerMillis, intervalMillis);
    }

    public HostClock withTimer(long millis) {
        return new HostClock(
                hostName, newestMillis, closedMillis, arrivalMillis, millis, intervalMillis);
    }
}
