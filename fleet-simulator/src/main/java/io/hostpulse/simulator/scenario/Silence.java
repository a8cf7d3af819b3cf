package io.hostpulse.simulator.scenario;

import java.util.Set;

/**
 * Hosts crash and are down for a stretch, without a goodbye. They come back freshly booted: with a
 * new boot id, a new run of the agent whose sequence begins at 1, and counters that begin at 0.
 *
 * @param hosts indexes of the hosts
 */
public record Silence(Set<Integer> hosts, Stretch stretch) implements Scenario {

    public Silence {
        hosts = Set.copyOf(hosts);
    }

    @Override
    public boolean silences(Moment moment) {
        return hosts.contains(moment.host().index()) && stretch.contains(moment.elapsedMillis());
    }
}
