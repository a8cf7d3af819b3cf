package io.hostpulse.stack.host;

import com.fasterxml.jackson.databind.JsonNode;
import io.hostpulse.wire.SampleLimits;
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

    public static final HostClock RIGHT = new HostClock(Duration.ZERO);

    /** As the document of a host has it. */
    public static HostClock of(JsonNode document) {
        return new HostClock(Duration.ofMillis(document.at("/hostpulse/clock/skew/ms").asLong(0)));
    }

    /**
     * When it was, of a time in a document of the host. Times that are further off than a sample's
     * may be are replaced by those of arrival.
     */
    public Instant correct(Instant time) {
        boolean isReplaced =
                skew.compareTo(SampleLimits.MAX_AHEAD) > 0
                        || skew.negated().compareTo(SampleLimits.MAX_AGE) > 0;
        return isReplaced ? time : time.minus(skew);
    }

    public boolean isOff() {
        return skew.abs().compareTo(NOTICEABLE) > 0;
    }
}
