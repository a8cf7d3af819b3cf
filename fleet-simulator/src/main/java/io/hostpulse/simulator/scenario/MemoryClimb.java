package io.hostpulse.simulator.scenario;

import io.hostpulse.simulator.host.HostLoad;
import java.util.Set;

/**
 * Memory climbs evenly from what it was to 98 %, as with a leak, and is free again at the end of
 * the stretch.
 *
 * @param hosts indexes of the hosts
 */
public record MemoryClimb(Set<Integer> hosts, Stretch stretch) implements Scenario {

    private static final double PEAK_RATIO = 0.98;

    public MemoryClimb {
        hosts = Set.copyOf(hosts);
    }

    @Override
    public HostLoad shape(HostLoad load, Moment moment) {
        if (!hosts.contains(moment.host().index()) || !stretch.contains(moment.elapsedMillis())) {
            return load;
        }
        double climbed = stretch.shareAt(moment.elapsedMillis());
        return load.withMemoryRatio(
                load.memoryRatio() + climbed * (PEAK_RATIO - load.memoryRatio()));
    }
}
