package io.hostpulse.simulator.scenario;

import io.hostpulse.simulator.host.HostLoad;
import java.time.Duration;
import java.util.Set;

/**
 * CPU use of 94 % and more in bursts that come again and again, each too short to matter by itself.
 *
 * @param hosts indexes of the hosts
 * @param stretch when bursts happen
 * @param burst length of a burst
 * @param period from the beginning of a burst to that of the next
 */
public record CpuBursts(Set<Integer> hosts, Stretch stretch, Duration burst, Duration period)
        implements Scenario {

    /**
     * @throws IllegalArgumentException if a burst has no length, or leaves no pause
     */
    public CpuBursts {
        hosts = Set.copyOf(hosts);
        if (burst.toMillis() < 1 || burst.compareTo(period) >= 0) {
            throw new IllegalArgumentException(
                    "burst is " + burst + ", allowed is 1 ms to less than " + period);
        }
    }

    @Override
    public HostLoad shape(HostLoad load, Moment moment) {
        if (!hosts.contains(moment.host().index()) || !stretch.contains(moment.elapsedMillis())) {
            return load;
        }
        long intoPeriod = stretch.intoMillis(moment.elapsedMillis()) % period.toMillis();
        return intoPeriod < burst.toMillis() ? Saturation.cpu(load) : load;
    }
}
