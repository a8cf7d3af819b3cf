package io.hostpulse.simulator;

import io.hostpulse.simulator.host.SeededRandom;
import io.hostpulse.simulator.scenario.ClockSkew;
import io.hostpulse.simulator.scenario.CpuSpike;
import io.hostpulse.simulator.scenario.DiskFill;
import io.hostpulse.simulator.scenario.Duplicates;
import io.hostpulse.simulator.scenario.Malformed;
import io.hostpulse.simulator.scenario.MemoryClimb;
import io.hostpulse.simulator.scenario.OutOfOrder;
import io.hostpulse.simulator.scenario.Scenario;
import io.hostpulse.simulator.scenario.ScenarioName;
import io.hostpulse.simulator.scenario.Silence;
import io.hostpulse.simulator.scenario.Steady;
import io.hostpulse.simulator.scenario.Stretch;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * Scenarios of sensible size for a fleet. Each of them gets a tenth of the hosts, at least one,
 * drawn by the fleet's seed; no host gets two of them as long as there are hosts enough. Times are
 * shares of the fleet's duration.
 */
public final class ScenarioMix {

    private static final int SHARES_OF_FLEET = 10;
    private static final long DRAWING = 3;
    private static final Duration BURST = Duration.ofSeconds(4);
    private static final Duration CLOCK_AHEAD = Duration.ofHours(3);
    private static final double STRUCK_SHARE = 0.2;

    /** Half of what the job allows by default, so that windows stay complete. */
    private static final Duration MAX_DELAY = Duration.ofSeconds(30);

    private static final int MALFORMED_EVERY_TICKS = 5;

    private final FleetPlan plan;
    private final List<Integer> drawn;
    private int given;

    private ScenarioMix(FleetPlan plan) {
        this.plan = plan;
        this.drawn = new ArrayList<>();
        for (int index = 0; index < plan.hosts(); index++) {
            drawn.add(index);
        }
        Collections.shuffle(drawn, SeededRandom.of(plan.seed(), plan.hosts(), DRAWING));
    }

    /** The scenarios of these names for a fleet of this plan. */
    public static List<Scenario> of(Collection<ScenarioName> names, FleetPlan plan) {
        ScenarioMix mix = new ScenarioMix(plan);
        return names.stream().distinct().map(mix::scenario).toList();
    }

    private Scenario scenario(ScenarioName name) {
        return switch (name) {
            case STEADY -> new Steady();
            case CPU_SPIKE -> cpuSpike();
            case MEMORY_CLIMB -> new MemoryClimb(nextHosts(), stretch(0.1, 0.9));
            case DISK_FILL -> new DiskFill(nextHosts(), stretch(0.1, 0.9));
            case SILENCE -> new Silence(nextHosts(), stretch(0.4, 0.7));
            case OUT_OF_ORDER -> new OutOfOrder(nextHosts(), STRUCK_SHARE, upToIntervals(2.5));
            case DUPLICATES -> new Duplicates(nextHosts(), STRUCK_SHARE, upToIntervals(2));
            case CLOCK_SKEW -> new ClockSkew(nextHosts(), CLOCK_AHEAD);
            case MALFORMED -> new Malformed(nextHosts(), MALFORMED_EVERY_TICKS);
        };
    }

    private CpuSpike cpuSpike() {
        Set<Integer> spiking = nextHosts();
        Set<Integer> bursting = new HashSet<>(nextHosts());
        bursting.removeAll(spiking);
        return new CpuSpike(spiking, bursting, stretch(0.2, 0.8), BURST);
    }

    private Set<Integer> nextHosts() {
        int count = Math.max(1, plan.hosts() / SHARES_OF_FLEET);
        Set<Integer> hosts = new HashSet<>();
        for (int i = 0; i < count; i++) {
            hosts.add(drawn.get(given % drawn.size()));
            given++;
        }
        return hosts;
    }

    private Stretch stretch(double fromShare, double toShare) {
        return new Stretch(share(plan.duration(), fromShare), share(plan.duration(), toShare));
    }

    private Duration upToIntervals(double count) {
        Duration delay = share(plan.interval(), count);
        return delay.compareTo(MAX_DELAY) > 0 ? MAX_DELAY : delay;
    }

    private static Duration share(Duration whole, double share) {
        return Duration.ofMillis(Math.round(whole.toMillis() * share));
    }
}
