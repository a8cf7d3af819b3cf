package io.hostpulse.simulator.scenario;

import io.hostpulse.simulator.host.HostLoad;
import java.util.Set;

/**
 * The root filesystem fills evenly from what it was to 99 %, and is tidied up at the end of the
 * stretch.
 *
 * @param hosts indexes of the hosts
 */
public record DiskFill(Set<Integer> hosts, Stretch stretch) implements Scenario {

    private static final double PEAK_RATIO = 0.99;

    public DiskFill {
        hosts = Set.copyOf(hosts);
    }

    @Override
    public HostLoad shape(HostLoad load, Moment moment) {
        if (!hosts.contains(moment.host().index()) || !stretch.contains(moment.elapsedMillis())) {
            return load;
        }
        double filled = stretch.shareAt(moment.elapsedMillis());
        return load.withDiskRatio(load.diskRatio() + filled * (PEAK_RATIO - load.diskRatio()));
    }
}
