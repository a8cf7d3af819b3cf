package io.hostpulse.simulator.truth;

/**
 * A host that must be called silent: nothing of it has arrived for long enough, and it had not said
 * goodbye. Times are those of samples, in milliseconds since 1970.
 *
 * @param sinceMillis its newest sample before
 * @param heardMillis the sample that arrived next, null if none did
 */
public record SilenceTruth(String hostId, long sinceMillis, Long heardMillis) {}
