package io.hostpulse.simulator.scenario;

import io.hostpulse.wire.proto.HostSample;
import java.util.List;
import java.util.Set;

/**
 * Beside their samples, some hosts send values that are none: every {@code everyTicks} samples one,
 * going through all kinds of {@link Damage}. Their samples are complete all the same.
 *
 * @param hosts indexes of the hosts
 * @param everyTicks 1 for one beside each sample
 */
public record Malformed(Set<Integer> hosts, int everyTicks) implements Scenario {

    /**
     * @throws IllegalArgumentException if {@code everyTicks} is below 1
     */
    public Malformed {
        hosts = Set.copyOf(hosts);
        if (everyTicks < 1) {
            throw new IllegalArgumentException(
                    "everyTicks is " + everyTicks + ", allowed is 1 and more");
        }
    }

    @Override
    public List<MalformedValue> malformedValues(Moment moment, HostSample sample) {
        if (!hosts.contains(moment.host().index()) || moment.tick() % everyTicks != 0) {
            return List.of();
        }
        List<Damage> kinds = Damage.ALL;
        long turn = moment.tick() / everyTicks + moment.host().index();
        return List.of(kinds.get((int) (turn % kinds.size())).done(sample, moment.random()));
    }
}
