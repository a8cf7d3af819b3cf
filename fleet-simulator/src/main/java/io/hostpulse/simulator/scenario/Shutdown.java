package io.hostpulse.simulator.scenario;

import io.hostpulse.wire.proto.Goodbye;
import io.hostpulse.wire.proto.HostSample;
import java.util.Set;

/**
 * Hosts are silent on purpose for a stretch, and the last sample before says so. When only the
 * agent was stopped it comes back with a new run, whose sequence begins at 1; what rebooted is as
 * freshly booted as after a {@link Silence}.
 *
 * @param hosts indexes of the hosts
 * @param goodbye what the last sample says
 */
public record Shutdown(Set<Integer> hosts, Stretch stretch, Goodbye goodbye) implements Scenario {

    public Shutdown {
        hosts = Set.copyOf(hosts);
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
                && stretch.contains(moment.elapsedMillis() + millisLater);
    }
}
