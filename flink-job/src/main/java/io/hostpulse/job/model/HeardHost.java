package io.hostpulse.job.model;

/**
 * When a host was last heard of.
 *
 * @param arrivalMillis when a sample came here last
 * @param sampleMillis time of its newest live sample
 * @param saidMillis when something was last said of it
 * @param timerMillis when its timer is due
 * @param version of what can be said of it, {@link HostState#version}
 */
public record HeardHost(
        long arrivalMillis, long sampleMillis, long saidMillis, long timerMillis, long version) {}
