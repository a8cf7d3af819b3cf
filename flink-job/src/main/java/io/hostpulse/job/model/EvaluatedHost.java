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

    public EvaluatedHost withTimer(long millis) {
        return new EvaluatedHost(
                hostName, identity, newestMillis, arrivalMillis, intervalMillis, millis);
    }
}
