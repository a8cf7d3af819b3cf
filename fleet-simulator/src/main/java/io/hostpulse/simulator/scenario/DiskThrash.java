package io.hostpulse.simulator.scenario;

import io.hostpulse.simulator.host.HostLoad;
import java.util.Set;

/**
 * A disk does 2500 operations a second more than usual, for a stretch.
 *
 * @param hosts indexes of the hosts
 */
public record DiskThrash(Set<Integer> hosts, Stretch stretch) implements Scenario {

    private static final double OPERATIONS_PER_SEC = 2_500;

    public DiskThrash {
        hosts = Set.copyOf(hosts);
    }

    @Override
    public HostLoad shape(HostLoad load, Moment moment) {
        return hosts.contains(moment.host().index()) && stretch.contains(moment.elapsedMillis())
                ? thrash(load)
                : load;
    }

    static HostLoad thrash(HostLoad load) {
        return load.withIncident(load.incident().withDiskOperationsPerSec(OPERATIONS_PER_SEC));
    }
}
