package io.hostpulse.job.model;

/**
 * A host's own time, as far as its windows are concerned.
 *
 * @param newestMillis time of its newest sample
 * @param closedMillis all windows that end by then have been closed
 * @param arrivalMillis when the newest sample arrived
 * @param timerMillis when the host's timer is due
 */
public record HostClock(
        String hostName,
        long newestMillis,
        long closedMillis,
        long arrivalMillis,
        long timerMillis) {

    public HostClock heard(String name, long timeMillis, long nowMillis) {
        return new HostClock(name, timeMillis, closedMillis, nowMillis, timerMillis);
    }

    public HostClock closedUpTo(long millis) {
        return new HostClock(hostName, newestMillis, millis, arrivalMillis, timerMillis);
    }

    public HostClock withTimer(long millis) {
        return new HostClock(hostName, newestMillis, closedMillis, arrivalMillis, millis);
    }
}
