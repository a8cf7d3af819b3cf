package io.hostpulse.job.rule;

import io.hostpulse.wire.proto.HostIdentity;

/**
 * Whose sample is evaluated, and when it was taken.
 *
 * @param serializedIdentity what {@code identity} was read from
 * @param timeMillis the host's time, in milliseconds since 1970
 */
record HostFacts(
        String id, String name, HostIdentity identity, byte[] serializedIdentity, long timeMillis) {

    static HostFacts of(String id, String name, HostRules itsRules, long timeMillis) {
        return new HostFacts(
                id, name, itsRules.identity(), itsRules.serializedIdentity(), timeMillis);
    }
}
