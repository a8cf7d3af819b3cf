package io.hostpulse.simulator;

import io.hostpulse.simulator.host.HostProfile;
import io.hostpulse.simulator.host.SeededRandom;
import io.hostpulse.simulator.scenario.Backlog;
import io.hostpulse.simulator.scenario.ClockSkew;
import io.hostpulse.simulator.scenario.ClockSteps;
import io.hostpulse.simulator.scenario.CpuBursts;
import io.hostpulse.simulator.scenario.CpuHotPlug;
import io.hostpulse.simulator.scenario.CpuSpike;
import io.hostpulse.simulator.scenario.DeviceUnplugged;
import io.hostpulse.simulator.scenario.DiskFill;
import io.hostpulse.simulator.scenario.DiskThrash;
import io.hostpulse.simulator.scenario.Duplicates;
import io.hostpulse.simulator.scenario.Flapping;
import io.hostpulse.simulator.scenario.Malformed;
import io.hostpulse.simulator.scenario.MemoryClimb;
import io.hostpulse.simulator.scenario.MetricMissing;
import io.hostpulse.simulator.scenario.NetworkBurst;
import io.hostpulse.simulator.scenario.OutOfMemory;
import io.hostpulse.simulator.scenario.OutOfOrder;
import io.hostpulse.simulator.scenario.ResourceSpike;
import io.hostpulse.simulator.scenario.Scenario;
import io.hostpulse.simulator.scenario.ScenarioName;
import io.hostpulse.simulator.scenario.Shutdown;
import io.hostpulse.simulator.scenario.Silence;
import io.hostpulse.simulator.scenario.Steady;
import io.hostpulse.simulator.scenario.Stretch;
import io.hostpulse.simulator.scenario.ThrashCascade;
import io.hostpulse.wire.proto.Goodbye;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;

/**
 * Scenarios of sensible size for a fleet. Each of them gets a tenth of the hosts, or less where so
 * many would not do for all, at least one, drawn by the fleet's seed; no host gets two of them as
 * long as there are hosts enough. A near-miss gets as many hosts as what it nearly is. Times are
 * shares of the fleet's duration; what must be quick to be itself is so on a long day, too.
 */
public final class ScenarioMix {

    private static final int LEAST_SHARES_OF_FLEET = 10;
    private static final long DRAWING = 3;
    private static final Duration BURST = Duration.ofSeconds(4);

    /** No alert is given up meanwhile. */
    private static final Duration SHORT_SHUTDOWN = Duration.ofMinutes(3);

    /** Those of a host that was stopped are. */
    private static final Duration LONG_SHUTDOWN = Duration.ofMinutes(20);

    private static final Duration CLOCK_AHEAD = Duration.ofHours(3);
    private static final Duration BUSY_AROUND_STEPS = Duration.ofMinutes(3);
    private static final double STRUCK_SHARE = 0.2;
    private static final double CATCHING_UP_SHARE = 0.1;

    /** Half of what the job allows by default, so that windows stay complete. */
    private static final Duration MAX_DELAY = Duration.ofSeconds(30);

    private static final int MALFORMED_EVERY_TICKS = 5;

    private final FleetPlan plan;
    private final int hostsPerShare;
    private final List<Integer> drawn;
    private final List<Integer> rest = new ArrayList<>();

    private ScenarioMix(FleetPlan plan, int shares) {
        this.plan = plan;
        this.hostsPerShare = Math.max(1, plan.hosts() / Math.max(LEAST_SHARES_OF_FLEET, shares));
        this.drawn = new ArrayList<>();
        for (int index = 0; index < plan.hosts(); index++) {
            drawn.add(index);
        }
        Collections.shuffle(drawn, SeededRandom.of(plan.seed(), plan.hosts(), DRAWING));
    }

    /** The scenarios of these names for a fleet of this plan. */
    public static List<Scenario> of(Collection<ScenarioName> names, FleetPlan plan) {
        List<ScenarioName> distinct = names.stream().distinct().toList();
        int shares = distinct.stream().mapToInt(ScenarioMix::shares).sum();
        ScenarioMix mix = new ScenarioMix(plan, shares);
        return distinct.stream().flatMap(name -> mix.scenarios(name).stream()).toList();
    }

    /** How many groups of hosts there are to be, each of which something else happens to. */
    private static int shares(ScenarioName name) {
        return switch (name) {
            case STEADY -> 0;
            case MEMORY_CLIMB,
                    DISK_FILL,
                    SILENCE,
                    OUT_OF_ORDER,
                    DUPLICATES,
                    CLOCK_SKEW,
                    MALFORMED,
                    CPU_BURSTS,
                    FLAPPING,
                    RESOURCE_SPIKE,
                    DISK_THRASH,
                    CPU_HOT_PLUG,
                    BACKLOG,
                    OUT_OF_MEMORY,
                    CLOCK_STEPS ->
                    1;
            case CPU_SPIKE, NETWORK_BURST, METRIC_MISSING, DEVICE_UNPLUGGED, SHUTDOWN -> 2;
            case THRASH_CASCADE -> 3;
        };
    }

    private List<Scenario> scenarios(ScenarioName name) {
        return switch (name) {
            case STEADY -> List.of(new Steady());
            case CPU_SPIKE -> List.of(cpuSpike());
            case MEMORY_CLIMB -> List.of(new MemoryClimb(nextHosts(), stretch(0.1, 0.9)));
            case DISK_FILL -> List.of(new DiskFill(nextHosts(), stretch(0.1, 0.9)));
            case SILENCE -> List.of(new Silence(nextHosts(), stretch(0.4, 0.7)));
            case OUT_OF_ORDER ->
                    List.of(new OutOfOrder(nextHosts(), STRUCK_SHARE, upToIntervals(2.5)));
            case DUPLICATES -> List.of(new Duplicates(nextHosts(), STRUCK_SHARE, upToIntervals(2)));
            case CLOCK_SKEW -> List.of(new ClockSkew(nextHosts(), CLOCK_AHEAD));
            case MALFORMED -> List.of(new Malformed(nextHosts(), MALFORMED_EVERY_TICKS));
            case CPU_BURSTS ->
                    List.of(
                            new CpuBursts(
                                    nextHosts(), stretch(0.3, 0.4), intervals(2), intervals(6)));
            case FLAPPING ->
                    List.of(
                            new Flapping(
                                    nextHosts(),
                                    stretch(0.3, 0.6, Duration.ofHours(2)),
                                    intervals(12)));
            case RESOURCE_SPIKE -> List.of(new ResourceSpike(nextHosts(), stretch(0.5, 0.6)));
            case THRASH_CASCADE ->
                    List.of(
                            new ThrashCascade(
                                    nextHosts(),
                                    nextHosts(),
                                    nextHosts(),
                                    stretch(0.2, 0.5, Duration.ofMinutes(15)),
                                    stretch(0.1, 0.9, Duration.ofHours(3))));
            case NETWORK_BURST ->
                    List.of(
                            new NetworkBurst(
                                    nextHosts(),
                                    nextHosts(),
                                    stretch(0.3, 0.6, Duration.ofMinutes(3))));
            case DISK_THRASH -> List.of(new DiskThrash(nextHosts(), stretch(0.4, 0.5)));
            case METRIC_MISSING -> metricMissing();
            case DEVICE_UNPLUGGED -> deviceUnplugged();
            case CPU_HOT_PLUG -> List.of(cpuHotPlug());
            case BACKLOG -> List.of(backlog());
            case SHUTDOWN -> shutdowns();
            case OUT_OF_MEMORY ->
                    List.of(
                            new OutOfMemory(
                                    nextHosts(),
                                    stretch(0.2, 0.8, Duration.ofHours(6)),
                                    stretch(0.3, 0.4, Duration.ofMinutes(2))));
            case CLOCK_STEPS -> List.of(clockSteps());
        };
    }

    private CpuSpike cpuSpike() {
        Set<Integer> spiking = nextHosts();
        Set<Integer> bursting = new HashSet<>(nextHosts());
        bursting.removeAll(spiking);
        return new CpuSpike(spiking, bursting, stretch(0.2, 0.8), BURST);
    }

    /** One stretch so long that the metric may be given up, and one that is not. */
    private List<Scenario> metricMissing() {
        Stretch busy = stretch(0.3, 0.7, Duration.ofHours(6));
        return List.of(
                new MetricMissing(nextHosts(), busy, stretch(0.4, 0.6, Duration.ofMinutes(90))),
                new MetricMissing(nextHosts(), busy, stretch(0.4, 0.5, Duration.ofMinutes(20))));
    }

    /** One absence so long that the device may be given up, and one that is not. */
    private List<Scenario> deviceUnplugged() {
        Predicate<HostProfile> hasTwoDisks = profile -> profile.disks().size() > 1;
        return List.of(
                new DeviceUnplugged(
                        nextHosts(hasTwoDisks),
                        stretch(0.3, 0.4),
                        stretch(0.4, 0.6, Duration.ofHours(2))),
                new DeviceUnplugged(
                        nextHosts(hasTwoDisks),
                        stretch(0.3, 0.6),
                        stretch(0.4, 0.5, Duration.ofMinutes(20))));
    }

    private Backlog backlog() {
        Stretch offline = stretch(0.3, 0.6, Duration.ofHours(2));
        // only after the first new sample, which is one interval away
        Duration begin = offline.to().plus(intervals(2));
        Duration took = share(offline.to().minus(offline.from()), CATCHING_UP_SHARE);
        return new Backlog(nextHosts(), offline, new Stretch(begin, begin.plus(took)));
    }

    /**
     * Two shares of the hosts: one is away for as long as an agent's upgrade or a reboot may take,
     * the other for longer. Every other host of each reboots, the others are stopped.
     */
    private List<Scenario> shutdowns() {
        Stretch busy = stretch(0.3, 0.7, Duration.ofHours(6));
        List<Scenario> shutdowns = new ArrayList<>();
        for (Duration longest : List.of(SHORT_SHUTDOWN, LONG_SHUTDOWN)) {
            Stretch away = stretch(0.4, 0.6, longest);
            List<Integer> hosts = nextHosts().stream().sorted().toList();
            Set<Integer> stopping = new HashSet<>();
            Set<Integer> rebooting = new HashSet<>();
            for (int i = 0; i < hosts.size(); i++) {
                (i % 2 == 0 ? stopping : rebooting).add(hosts.get(i));
            }
            shutdowns.add(new Shutdown(stopping, busy, away, Goodbye.STOPPED));
            shutdowns.add(new Shutdown(rebooting, busy, away, Goodbye.REBOOTING));
        }
        return shutdowns;
    }

    /** The first core is away for so long that it may be given up, the second is not. */
    private CpuHotPlug cpuHotPlug() {
        Stretch first = stretch(0.3, 0.4);
        Stretch second = stretch(0.45, 0.5, Duration.ofMinutes(2));
        Stretch third = stretch(0.55, 0.6);
        return new CpuHotPlug(
                nextHosts(),
                stretch(0.25, 0.65),
                List.of(
                        new CpuHotPlug.Change(first.from(), List.of(1)),
                        new CpuHotPlug.Change(first.to(), List.of(0, 1)),
                        new CpuHotPlug.Change(second.from(), List.of(0)),
                        new CpuHotPlug.Change(second.to(), List.of(0, 1)),
                        new CpuHotPlug.Change(third.from(), List.of(0, 1, 2)),
                        new CpuHotPlug.Change(third.to(), List.of(0, 1))));
    }

    /** Steps of which rules take no note, and then some so long that windows begin anew. */
    private ClockSteps clockSteps() {
        List<ClockSteps.Setting> settings =
                clockSettings(
                        Duration.ofSeconds(2),
                        Duration.ZERO,
                        Duration.ofSeconds(-25),
                        Duration.ofSeconds(15),
                        Duration.ofMillis(-500),
                        Duration.ofSeconds(-50),
                        Duration.ofMinutes(4),
                        Duration.ZERO,
                        Duration.ofMinutes(3),
                        Duration.ofSeconds(-100),
                        Duration.ofHours(-1),
                        Duration.ofHours(2),
                        Duration.ofMinutes(4),
                        Duration.ofMinutes(-20),
                        Duration.ZERO);
        return new ClockSteps(nextHosts(), settings, BUSY_AROUND_STEPS);
    }

    /** Evenly over the whole time. */
    private List<ClockSteps.Setting> clockSettings(Duration... ahead) {
        List<ClockSteps.Setting> settings = new ArrayList<>();
        for (int i = 0; i < ahead.length; i++) {
            double share = (i + 1.0) / (ahead.length + 1);
            settings.add(new ClockSteps.Setting(share(plan.duration(), share), ahead[i]));
        }
        return settings;
    }

    private Set<Integer> nextHosts() {
        return nextHosts(profile -> true);
    }

    /** Hosts that have nothing yet and are as they should be, others where there are none. */
    private Set<Integer> nextHosts(Predicate<HostProfile> fitting) {
        Set<Integer> hosts = new HashSet<>();
        for (int i = 0; i < hostsPerShare; i++) {
            if (rest.isEmpty()) {
                rest.addAll(drawn);
            }
            Integer host =
                    rest.stream()
                            .filter(index -> fitting.test(HostProfile.of(plan.seed(), index)))
                            .findFirst()
                            .orElse(rest.get(0));
            rest.remove(host);
            hosts.add(host);
        }
        return hosts;
    }

    private Stretch stretch(double fromShare, double toShare, Duration longest) {
        Stretch whole = stretch(fromShare, toShare);
        Duration end = whole.from().plus(longest);
        return end.compareTo(whole.to()) < 0 ? new Stretch(whole.from(), end) : whole;
    }

    private Duration intervals(int count) {
        return plan.interval().multipliedBy(count);
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
