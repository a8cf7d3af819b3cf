package io.hostpulse.wire.rule;

import java.time.Duration;
import java.util.List;

/** A host from which no sample has come for that long. */
public record Silence(Duration after) implements Trigger {

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
        return new Silence(override.sustainedFor().orElse(after));
    }
}
