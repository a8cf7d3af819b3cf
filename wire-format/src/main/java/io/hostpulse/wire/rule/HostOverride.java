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
 * @param restartWithin of such a rule, how long a host that was stopped may stay away
 * @param rebootWithin of such a rule, how long a host that reboots may stay away
 */
public record HostOverride(
        HostSelector hosts,
        OptionalDouble threshold,
        OptionalDouble clear,
        Optional<Duration> sustainedFor,
        Optional<Duration> restartWithin,
        Optional<Duration> rebootWithin,
        Optional<Boolean> enabled,
        Optional<Severity> severity) {

    Condition applyTo(Condition condition) {
        return condition.with(threshold, clear);
    }
}
