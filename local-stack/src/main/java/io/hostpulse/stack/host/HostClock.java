package io.hostpulse.stack.host;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Duration;
import java.time.Instant;

/**
 * How far a host's clock is off.
 *
 * @param skew how far it is ahead of the arrival of the host's samples; negative when it is behind
 */
public record HostClock(Duration skew) {

    /** Below this it may be the time that samples are under way. */
    private static final Duration NOTICEABLE = Duration.ofSeconds(5);

    /** The job replaces the time of samples that are further ahead by that of their arrival. */
    private static final Duration REPLACED_AHEAD = Duration.ofMinutes(5);

    /** The same of those that are further behind. */
    private static final Duration REPLACED_BEHIND = Duration.ofDays(400);

    public static final HostClock RIGHT = new HostClock(Duration.ZERO);

    /** As the document of a host has it. */
    public static HostClock of(JsonNode document) {
        return new HostClock(Duration.ofMillis(document.at("/hostpulse/clock/skew/ms").asLong(0)));
    }

    /** When it was, of a time in a document of the host. */
    public Instant correct(Instant time) {
        boolean isReplaced =
                skew.compareTo(REPLACED_AHEAD) > 0 || skew.negated().compareTo(REPLACED_BEHIND) > 0;
        return isReplaced ? time : time.minus(skew);
    }

    public boolean isOff() {
        return skew.abs().compareTo(NOTICEABLE) > 0;
    }
}
