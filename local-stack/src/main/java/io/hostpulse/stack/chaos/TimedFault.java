package io.hostpulse.stack.chaos;

import java.time.Duration;
import java.util.Locale;

/**
 * @param at after the fleet has begun to send
 */
public record TimedFault(Duration at, Fault fault) {

    @Override
    public String toString() {
        return "%s  %s".formatted(offset(at), fault.describe());
    }

    /** {@code 1:05}, minutes and seconds. */
    static String offset(Duration since) {
        return String.format(Locale.ROOT, "%3d:%02d", since.toMinutes(), since.toSecondsPart());
    }
}
