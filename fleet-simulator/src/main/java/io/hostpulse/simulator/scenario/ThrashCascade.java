package io.hostpulse.simulator.scenario;

import io.hostpulse.simulator.host.HostLoad;
import io.hostpulse.simulator.host.Incident;
import java.util.Set;

/**
 * A host runs out of memory and thrashes: in the first quarter of a stretch memory climbs to 93.75
 * % and stays there until the end, from the third quarter on pages go to swap and back, and in the
 * last quarter CPUs wait for disks. Near-misses of this: the same in the opposite order, a third of
 * the stretch each, each thing over when the next begins; and the same so slowly that nothing seems
 * to follow from anything.
 *
 * @param hosts indexes of the hosts that thrash
 * @param reversedHosts indexes of those that have it in the opposite order
 * @param slowHosts indexes of those that have it in order, during {@code slowStretch}
 */
public record ThrashCascade(
        Set<Integer> hosts,
        Set<Integer> reversedHosts,
        Set<Integer> slowHosts,
        Stretch stretch,
        Stretch slowStretch)
        implements Scenario {

    private static final double SWAP_PAGES_PER_SEC = 2_000;
    private static final double IOWAIT_RATIO = 0.5;
    private static final double CPU_RATIO = 0.25;

    public ThrashCascade {
        hosts = Set.copyOf(hosts);
        reversedHosts = Set.copyOf(reversedHosts);
        slowHosts = Set.copyOf(slowHosts);
    }

    @Override
    public HostLoad shape(HostLoad load, Moment moment) {
        int host = moment.host().index();
        long elapsedMillis = moment.elapsedMillis();
        if (hosts.contains(host) && stretch.contains(elapsedMillis)) {
            return cascade(load, 4 * stretch.shareAt(elapsedMillis));
        }
        if (slowHosts.contains(host) && slowStretch.contains(elapsedMillis)) {
            return cascade(load, 4 * slowStretch.shareAt(elapsedMillis));
        }
        if (reversedHosts.contains(host) && stretch.contains(elapsedMillis)) {
            return reversed(load, 3 * stretch.shareAt(elapsedMillis));
        }
        return load;
    }

    private static HostLoad cascade(HostLoad load, double quarters) {
        HostLoad shaped = Saturation.memory(load, Math.min(1, quarters));
        if (quarters >= 2) {
            shaped = swapping(shaped);
        }
        return quarters >= 3 ? waiting(shaped) : shaped;
    }

    private static HostLoad reversed(HostLoad load, double thirds) {
        if (thirds < 1) {
            return waiting(load);
        }
        return thirds < 2 ? swapping(load) : Saturation.memory(load, thirds - 2);
    }

    private static HostLoad swapping(HostLoad load) {
        Incident incident = load.incident();
        return load.withIncident(incident.withSwapPagesPerSec(SWAP_PAGES_PER_SEC));
    }

    /** A CPU that waits has time to wait. */
    private static HostLoad waiting(HostLoad load) {
        Incident incident = load.incident();
        return load.withCpuRatio(Math.min(CPU_RATIO, load.cpuRatio()))
                .withIncident(incident.withIowaitRatio(IOWAIT_RATIO));
    }
}
