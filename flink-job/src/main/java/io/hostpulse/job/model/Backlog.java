package io.hostpulse.job.model;

/**
 * A stretch of a host's time from which nothing had come when its newest samples came, and how far
 * the samples from it, which an agent sends later and beside the new ones, have got.
 *
 * @param fromMillis the newest sample before the stretch
 * @param toMillis the first sample after it
 * @param newestMillis the newest sample of the backlog; {@code fromMillis} before the first
 * @param arrivalMillis when something of the backlog arrived last; at first, when the stretch was
 *     seen
 * @param hasOpenWindows whether windows of the newest sample have still to be emitted
 */
public record Backlog(
        long fromMillis,
        long toMillis,
        long newestMillis,
        long arrivalMillis,
        boolean hasOpenWindows) {

    public static Backlog between(long fromMillis, long toMillis, long nowMillis) {
        return new Backlog(fromMillis, toMillis, fromMillis, nowMillis, false);
    }

    public Backlog advancedTo(long timeMillis, long nowMillis) {
        return new Backlog(
                fromMillis, toMillis, Math.max(newestMillis, timeMillis), nowMillis, true);
    }

    public Backlog withoutOpenWindows() {
        return new Backlog(fromMillis, toMillis, newestMillis, arrivalMillis, false);
    }

    public boolean contains(long timeMillis) {
        return timeMillis > fromMillis && timeMillis < toMillis;
    }
}
