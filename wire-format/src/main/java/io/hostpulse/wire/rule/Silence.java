package io.hostpulse.wire.rule;

import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * A host from which no sample has come for that long. One that has said goodbye is not silent,
 * unless it is asked to be back in time.
 *
 * @param after how long, for a host that has not said goodbye
 * @param restartWithin how long a host that was stopped may stay away; empty: for good
 * @param rebootWithin how long a host that reboots may stay away; empty: for good
 */
public record Silence(
        Duration after, Optional<Duration> restartWithin, Optional<Duration> rebootWithin)
        implements Trigger {

    @Override
    public List<Condition> conditions() {
        return List.of();
    }

    @Override
    public List<String> only() {
        return List.of();
    }

    @Override
    public Silence with(HostOverride override) {
        return new Silence(
                override.sustainedFor().orElse(after),
                override.restartWithin().or(() -> restartWithin),
                override.rebootWithin().or(() -> rebootWithin));
    }
}
