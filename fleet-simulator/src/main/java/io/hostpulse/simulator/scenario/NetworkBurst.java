package io.hostpulse.simulator.scenario;

import io.hostpulse.simulator.host.HostLoad;
import java.util.Set;

/**
 * A burst on the network that the CPU cannot keep up with: for a stretch 16 MB/s come in, and in
 * its second half the CPU is saturated. A near-miss of this: the CPU is saturated in the first half
 * and the burst comes in the second.
 *
 * @param hosts indexes of the hosts
 * @param reversedHosts indexes of those with the near-miss
 */
public record NetworkBurst(Set<Integer> hosts, Set<Integer> reversedHosts, Stretch stretch)
        implements Scenario {

    private static final double BYTES_PER_SEC = 16_000_000;

    public NetworkBurst {
        hosts = Set.copyOf(hosts);
        reversedHosts = Set.copyOf(reversedHosts);
    }

    @Override
    public HostLoad shape(HostLoad load, Moment moment) {
        if (!stretch.contains(moment.elapsedMillis())) {
            return load;
        }
        int host = moment.host().index();
        boolean isSecondHalf = stretch.shareAt(moment.elapsedMillis()) >= 0.5;
        if (hosts.contains(host)) {
            return burst(isSecondHalf ? Saturation.cpu(load) : load);
        }
        if (reversedHosts.contains(host)) {
            return isSecondHalf ? burst(load) : Saturation.cpu(load);
        }
        return load;
    }

    private static HostLoad burst(HostLoad load) {
        return load.withIncident(load.incident().withNetworkBytesPerSec(BYTES_PER_SEC));
    }
}
