package io.hostpulse.wire.rule;

import java.time.Duration;

/**
 * When an alert that comes and goes is called flapping.
 *
 * @param changes how often it fires or is resolved
 * @param within the time in which it does so that often, and has to be quiet to be no longer
 *     flapping
 */
public record Flapping(int changes, Duration within) {

    /** What rules have that do not say otherwise. */
    public static final Flapping DEFAULT = new Flapping(6, Duration.ofMinutes(15));
}
