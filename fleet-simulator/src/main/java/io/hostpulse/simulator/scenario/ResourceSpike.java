package io.hostpulse.simulator.scenario;

import io.hostpulse.simulator.host.HostLoad;
import java.util.Set;

/**
 * CPU use of 94 % and more together with memory use of 93.75 %, for a stretch.
 *
 * @param hosts indexes of the hosts
 */
public record ResourceSpike(Set<Integer> hosts, Stretch stretch) implements Scenario {

    public ResourceSpike {
        hosts = Set.copyOf(hosts);
    }

    @Override
    public HostLoad shape(HostLoad load, Moment moment) {
        return hosts.contains(moment.host().index()) && stretch.contains(moment.elapsedMillis())
                ? Saturation.memory(Saturation.cpu(load), 1)
                : load;
    }
}
