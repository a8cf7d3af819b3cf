package io.hostpulse.job.model;

import java.util.Locale;

/**
 * What is known of a host.
 *
 * @param identity a serialized {@code HostIdentity}
 * @param lastSampleMillis time of its newest live sample
 * @param sinceMillis since when it is in that state
 * @param skewMillis how far its clock is ahead of the time at which its sample arrived; negative
 *     when it is behind, which includes the time that the sample was under way
 * @param agentVersion empty where its samples do not say
 * @param version grows with everything that is said of the host, and a replay gives it the same:
 *     when the last sample arrived, or one more than before where that is not more; one more when
 *     none comes after it
 */
public record HostState(
        String hostId,
        State state,
        byte[] identity,
        long lastSampleMillis,
        long sinceMillis,
        int intervalMillis,
        long skewMillis,
        String agentVersion,
        long version) {

    /** Whether samples come, and if not, whether they should. */
    public enum State {
        UP,
        /** It has fallen silent without a word. */
        DOWN,
        /** It said that it would be silent. */
        STOPPED,
        /** It is none any more. */
        REMOVED;

        /** As documents have it. */
        public String label() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    /** The same host in another state. */
    public HostState changed(State to, long lastSampleMillis, long sinceMillis, long version) {
        return new HostState(
                hostId,
                to,
                identity,
                lastSampleMillis,
                sinceMillis,
                intervalMillis,
                skewMillis,
                agentVersion,
                version);
    }

    public boolean isUp() {
        return state == State.UP;
    }
}
