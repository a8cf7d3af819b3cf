package io.hostpulse.simulator.scenario;

import io.hostpulse.simulator.host.HostLoad;
import io.hostpulse.wire.proto.Goodbye;
import io.hostpulse.wire.proto.HostSample;
import java.util.Set;

/**
 * Hosts are silent on purpose for a stretch, and the last sample before says so. When only the
 * agent was stopped it comes back with a new run, whose sequence begins at 1; what rebooted is as
 * freshly booted as after a {@link Silence}. Around that CPU use is 94 % and more, so that alerts
 * may be open.
 *
 * @param hosts indexes of the hosts
 * @param busy when the CPU is saturated
 * @param away when they are silent
 * @param goodbye what the last sample says
 */
public record Shutdown(Set<Integer> hosts, Stretch busy, Stretch away, Goodbye goodbye)
        implements Scenario {

    public Shutdown {
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
        return isAway(moment, sample.getIntervalMs())
                ? sample.toBuilder().setGoodbye(goodbye).build()
                : sample;
    }

    @Override
    public boolean silences(Moment moment) {
        return isAway(moment, 0);
    }

    /** Whether it is silent so much later. */
    private boolean isAway(Moment moment, long millisLater) {
        return hosts.contains(moment.host().index())
                && away.contains(moment.elapsedMillis() + millisLater);
    }
}
