package io.hostpulse.wire.rule;

import java.time.Duration;
import java.util.List;

/**
 * A condition that comes for a short time, again and again.
 *
 * @param times how often, 2 to 20
 * @param within the time in which it has to come that often
 * @param atMost how long it may hold and still be short
 */
public record Repetition(
        Condition condition, int times, Duration within, Duration atMost, List<String> only)
        implements Trigger {

    public Repetition {
        only = List.copyOf(only);
    }

    @Override
    public List<Condition> conditions() {
        return List.of(condition);
    }

    @Override
    public Repetition with(HostOverride override) {
        return new Repetition(override.applyTo(condition), times, within, atMost, only);
    }
}
