package io.hostpulse.simulator.scenario;

import io.hostpulse.simulator.host.HostLoad;
import java.time.Duration;
import java.util.Set;

/**
 * CPU use goes to and fro between 94 % and more, and what it would be, staying as long at either.
 *
 * @param hosts indexes of the hosts
 * @param stay how long it stays at either
 */
public record Flapping(Set<Integer> hosts, Stretch stretch, Duration stay) implements Scenario {

    /**
     * @throws IllegalArgumentException if {@code stay} is below 1 ms
     */
    public Flapping {
        hosts = Set.copyOf(hosts);
        if (stay.toMillis() < 1) {
            throw new IllegalArgumentException("stay is " + stay + ", allowed is 1 ms and more");
        }
    }

    @Override
    public HostLoad shape(HostLoad load, Moment moment) {
        if (!hosts.contains(moment.host().index()) || !stretch.contains(moment.elapsedMillis())) {
            return load;
        }
        long stays = stretch.intoMillis(moment.elapsedMillis()) / stay.toMillis();
        return stays % 2 == 0 ? Saturation.cpu(load) : load;
    }
}
