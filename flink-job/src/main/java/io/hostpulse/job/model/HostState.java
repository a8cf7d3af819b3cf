package io.hostpulse.job.model;

/**
 * What is known of a host.
 *
 * @param identity a serialized {@code HostIdentity}
 * @param lastSampleMillis time of its newest sample
 * @param sinceMillis since when it is up or down
 * @param skewMillis how far its clock is ahead where that is too far, else 0
 * @param version grows with everything that is said of the host, and a replay gives it the same:
 *     when the last sample arrived, or one more than before where that is not more; one more when
 *     none comes after it
 */
public record HostState(
        String hostId,
        boolean up,
        byte[] identity,
        long lastSampleMillis,
        long sinceMillis,
        int intervalMillis,
        long skewMillis,
        long version) {}
