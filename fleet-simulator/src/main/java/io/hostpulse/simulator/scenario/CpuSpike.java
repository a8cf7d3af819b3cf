package io.hostpulse.simulator.scenario;

import io.hostpulse.simulator.host.HostLoad;
import java.time.Duration;
import java.util.Set;

/**
 * CPU use of 94 % and more: on some hosts without a break for a stretch, on others only in short
 * bursts during it, which must not raise an alert that wants more than the length of a burst.
 *
 * @param hosts indexes of the hosts with the sustained spike
 * @param burstHosts indexes of the hosts with bursts
 * @param stretch when the spike lasts, and bursts happen
 * @param burst length of a burst; three times as long a pause follows each
 */
public record CpuSpike(Set<Integer> hosts, Set<Integer> burstHosts, Stretch stretch, Duration burst)
        implements Scenario {

    private static final int BURST_LENGTHS_PER_PERIOD = 4;

    /**
     * @throws IllegalArgumentException if a host has both, or a burst has no length
     */
    public CpuSpike {
        hosts = Set.copyOf(hosts);
        burstHosts = Set.copyOf(burstHosts);
        if (burstHosts.stream().anyMatch(hosts::contains)) {
            throw new IllegalArgumentException(
                    "a host has either the spike or bursts: " + hosts + ", " + burstHosts);
        }
        if (burst.toMillis() < 1) {
            throw new IllegalArgumentException("burst is " + burst + ", allowed is 1 ms and more");
        }
    }

    @Override
    public HostLoad shape(HostLoad load, Moment moment) {
        return isSpiking(moment) ? Saturation.cpu(load) : load;
    }

    private boolean isSpiking(Moment moment) {
        if (!stretch.contains(moment.elapsedMillis())) {
            return false;
        }
        int host = moment.host().index();
        return hosts.contains(host) || (burstHosts.contains(host) && isInBurst(moment));
    }

    private boolean isInBurst(Moment moment) {
        long intoStretch = moment.elapsedMillis() - stretch.from().toMillis();
        return intoStretch % (BURST_LENGTHS_PER_PERIOD * burst.toMillis()) < burst.toMillis();
    }
}
