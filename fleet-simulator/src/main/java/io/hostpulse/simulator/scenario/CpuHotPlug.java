package io.hostpulse.simulator.scenario;

import io.hostpulse.simulator.host.HostLoad;
import java.time.Duration;
import java.util.List;
import java.util.Set;

/**
 * Cores go offline, come back, or are added while the host runs. Around that CPU use is 94 % and
 * more, so that alerts about cores may be open when these vanish.
 *
 * @param hosts indexes of the hosts
 * @param busy when the CPU is saturated
 * @param changes which cores are online, one after the other
 */
public record CpuHotPlug(Set<Integer> hosts, Stretch busy, List<Change> changes)
        implements Scenario {

    /**
     * @param from since the start of the fleet
     * @param cores numbers of the cores that are online from then on
     */
    public record Change(Duration from, List<Integer> cores) {}

    /**
     * @throws IllegalArgumentException if the changes are not one after the other
     */
    public CpuHotPlug {
        hosts = Set.copyOf(hosts);
        changes = List.copyOf(changes);
        for (int i = 1; i < changes.size(); i++) {
            if (changes.get(i).from().compareTo(changes.get(i - 1).from()) <= 0) {
                throw new IllegalArgumentException(
                        changes.get(i) + " does not come after " + changes.get(i - 1));
            }
        }
    }

    @Override
    public HostLoad shape(HostLoad load, Moment moment) {
        if (!hosts.contains(moment.host().index())) {
            return load;
        }
        HostLoad shaped = busy.contains(moment.elapsedMillis()) ? Saturation.cpu(load) : load;
        for (Change change : changes) {
            if (change.from().toMillis() <= moment.elapsedMillis()) {
                shaped = shaped.withIncident(load.incident().withCores(change.cores()));
            }
        }
        return shaped;
    }
}
