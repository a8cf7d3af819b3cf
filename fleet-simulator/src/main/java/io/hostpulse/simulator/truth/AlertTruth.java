package io.hostpulse.simulator.truth;

/**
 * An alert that must be raised. All times are those of samples, in milliseconds since 1970.
 *
 * @param beganMillis first sample above the threshold
 * @param firedMillis first sample at which the condition had held long enough
 * @param resolvedMillis first later sample at or below the clear threshold, null if there is none
 */
public record AlertTruth(String hostId, long beganMillis, long firedMillis, Long resolvedMillis) {}
