package io.hostpulse.wire.rule;

import java.time.Duration;
import java.util.Optional;
import java.util.OptionalDouble;

/**
 * What is different about a rule on some hosts. What is empty stays as the rule says.
 *
 * @param threshold of the first condition; standard deviations where that is a {@link Deviation}
 * @param clear of the first condition
 * @param sustainedFor of a rule that is triggered by {@link Silence}, the time of silence
 */
public record HostOverride(
        HostSelector hosts,
        OptionalDouble threshold,
        OptionalDouble clear,
        Optional<Duration> sustainedFor,
        Optional<Boolean> enabled,
        Optional<Severity> severity) {

    Condition applyTo(Condition condition) {
        return condition.with(threshold, clear);
    }
}
