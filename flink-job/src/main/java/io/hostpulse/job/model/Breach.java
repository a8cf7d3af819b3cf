package io.hostpulse.job.model;

/**
 * A rule's condition that holds on a host.
 *
 * @param peak the worst value since it began
 * @param value the newest value
 */
public record Breach(
        String hostName, long beganMillis, long newestMillis, double value, double peak) {}
