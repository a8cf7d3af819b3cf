package io.hostpulse.job.rule;

import io.hostpulse.job.model.EvaluatedHost;
import io.hostpulse.wire.proto.HostIdentity;

/**
 * Whose sample is evaluated, and when it was taken.
 *
 * @param serializedIdentity what {@code identity} was read from
 * @param timeMillis the host's steady time, which {@link EvaluatedHost} explains, in milliseconds
 *     since 1970
 * @param putBackMillis by how much the host's clock has been put back
 */
record HostFacts(
        String id,
        String name,
        HostIdentity identity,
        byte[] serializedIdentity,
        long timeMillis,
        long putBackMillis) {

    /** At {@code timeMillis}. */
    static HostFacts of(String id, EvaluatedHost host, HostRules itsRules, long timeMillis) {
        return new HostFacts(
                id,
                itsRules.hostName(id),
                itsRules.identity(),
                itsRules.serializedIdentity(),
                timeMillis,
                host.putBackMillis());
    }

    /** The time by the host's own clock. */
    long clockMillis() {
        return timeMillis - putBackMillis;
    }

    /** The same, but not before {@code millis}. */
    HostFacts notBefore(long millis) {
        return new HostFacts(
                id,
                name,
                identity,
                serializedIdentity,
                Math.max(timeMillis, millis),
                putBackMillis);
    }
}
