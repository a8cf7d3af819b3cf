package io.hostpulse.simulator.scenario;

import io.hostpulse.simulator.host.HostLoad;
import java.util.Random;
import java.util.Set;

/**
 * Now and then during a stretch the kernel kills processes of the host for want of memory, and the
 * agent loses samples; sometimes the agent itself is killed and started again, and once the whole
 * host is down and boots. So counters begin again at 0, those of the agent more often than those of
 * the kernel.
 *
 * @param hosts indexes of the hosts
 * @param down when they are down
 */
public record OutOfMemory(Set<Integer> hosts, Stretch stretch, Stretch down) implements Scenario {

    private static final double KILL_SHARE = 0.04;
    private static final int MOST_KILLED = 3;
    private static final double LOSS_SHARE = 0.02;
    private static final int MOST_LOST = 20;
    private static final double RESTART_SHARE = 0.01;

    public OutOfMemory {
        hosts = Set.copyOf(hosts);
    }

    @Override
    public HostLoad shape(HostLoad load, Moment moment) {
        if (!concerns(moment)) {
            return load;
        }
        return load.withIncident(
                load.incident()
                        .withKilledProcesses(sometimes(KILL_SHARE, MOST_KILLED, moment.random()))
                        .withLostSamples(sometimes(LOSS_SHARE, MOST_LOST, moment.random())));
    }

    @Override
    public boolean silences(Moment moment) {
        return hosts.contains(moment.host().index()) && down.contains(moment.elapsedMillis());
    }

    @Override
    public boolean restartsAgent(Moment moment) {
        return concerns(moment) && moment.random().nextDouble() < RESTART_SHARE;
    }

    private boolean concerns(Moment moment) {
        return hosts.contains(moment.host().index()) && stretch.contains(moment.elapsedMillis());
    }

    /** 1 to {@code most} in that share of all cases, else 0. */
    private static int sometimes(double share, int most, Random random) {
        return random.nextDouble() < share ? 1 + random.nextInt(most) : 0;
    }
}
