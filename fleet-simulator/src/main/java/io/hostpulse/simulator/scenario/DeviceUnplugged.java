package io.hostpulse.simulator.scenario;

import io.hostpulse.simulator.host.HostLoad;
import java.util.Set;

/**
 * The second disk with its filesystem, and the second network interface, vanish and come back. Of
 * hosts that have but one of each, nothing vanishes.
 *
 * @param hosts indexes of the hosts
 * @param busy when the last disk there is does 2500 operations a second more than usual, so that an
 *     alert about it may be open when it vanishes
 * @param away when they are away
 */
public record DeviceUnplugged(Set<Integer> hosts, Stretch busy, Stretch away) implements Scenario {

    public DeviceUnplugged {
        hosts = Set.copyOf(hosts);
    }

    @Override
    public HostLoad shape(HostLoad load, Moment moment) {
        if (!hosts.contains(moment.host().index())) {
            return load;
        }
        if (away.contains(moment.elapsedMillis())) {
            return load.withIncident(load.incident().withUnplugged());
        }
        return busy.contains(moment.elapsedMillis()) ? DiskThrash.thrash(load) : load;
    }
}
