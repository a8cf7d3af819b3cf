package io.hostpulse.wire.rule;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Conditions that begin one after the other, each within its time of the one before.
 *
 * @param steps 2 to 5, with names of their own
 * @param unless makes void what has begun of the sequence as soon as it is true
 */
public record Sequence(List<Step> steps, Optional<Condition> unless, List<String> only)
        implements Trigger {

    /**
     * One condition of a sequence.
     *
     * @param within how long after the beginning of the step before it has to begin; zero for the
     *     first
     * @param together whether it may begin at the same sample as the step before
     */
    public record Step(String name, Condition condition, Duration within, boolean together) {}

    public Sequence {
        steps = List.copyOf(steps);
        only = List.copyOf(only);
    }

    @Override
    public List<Condition> conditions() {
        return Stream.concat(steps.stream().map(Step::condition), unless.stream()).toList();
    }

    @Override
    public Sequence with(HostOverride override) {
        Step first = steps.get(0);
        List<Step> overridden = new ArrayList<>(steps);
        overridden.set(
                0,
                new Step(
                        first.name(),
                        override.applyTo(first.condition()),
                        first.within(),
                        first.together()));
        return new Sequence(overridden, unless, only);
    }
}
