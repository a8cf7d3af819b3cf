package io.hostpulse.simulator.scenario;

import io.hostpulse.simulator.host.HostLoad;
import io.hostpulse.wire.proto.HostSample;
import java.util.Set;

/**
 * CPU use cannot be read for a stretch, while samples go on coming. Around that it is 94 % and
 * more, so that an alert may be open when the values cease.
 *
 * @param hosts indexes of the hosts
 * @param busy when the CPU is saturated
 * @param missing when everything about CPU time is absent
 */
public record MetricMissing(Set<Integer> hosts, Stretch busy, Stretch missing) implements Scenario {

    public MetricMissing {
        hosts = Set.copyOf(hosts);
    }

    @Override
    public HostLoad shape(HostLoad load, Moment moment) {
        return hosts.contains(moment.host().index()) && busy.contains(moment.elapsedMillis())
                ? Saturation.cpu(load)
                : load;
    }

    @Override
    public HostSample mark(HostSample sample, Moment moment) {
        return hosts.contains(moment.host().index()) && missing.contains(moment.elapsedMillis())
                ? sample.toBuilder().clearCpu().clearCores().build()
                : sample;
    }
}
