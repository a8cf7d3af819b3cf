package io.hostpulse.stack.chaos;

import io.hostpulse.simulator.Fleet;
import io.hostpulse.simulator.FleetPlan;
import io.hostpulse.simulator.ScenarioMix;
import io.hostpulse.simulator.host.HostProfile;
import io.hostpulse.simulator.scenario.ClockSteps;
import io.hostpulse.simulator.scenario.Scenario;
import io.hostpulse.simulator.scenario.ScenarioName;
import io.hostpulse.simulator.scenario.Shutdown;
import io.hostpulse.simulator.scenario.Stretch;
import io.hostpulse.stack.chaos.Fault.SetClock;
import io.hostpulse.wire.proto.Goodbye;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * The fleet that sends meanwhile. Everything that the simulator knows happens to it; the last hosts
 * are those whose clocks the schedule sets. When the faults are over it is calm for a while, and
 * then each host says that it stops.
 */
final class ChaosFleet {

    static final Duration INTERVAL = Duration.ofSeconds(1);
    private static final Duration CALM = Duration.ofSeconds(30);
    private static final Duration BUSY_AROUND_STEPS = Duration.ofSeconds(8);

    private ChaosFleet() {}

    static Fleet of(ChaosSchedule schedule, int hosts, Instant start) {
        long seed = schedule.seed();
        FleetPlan eventful = new FleetPlan(seed, hosts, start, schedule.duration(), INTERVAL);
        FleetPlan whole =
                new FleetPlan(
                        seed,
                        hosts + ChaosSchedule.HOSTS_WITH_CLOCKS,
                        start,
                        schedule.duration().plus(CALM),
                        INTERVAL);
        Set<ScenarioName> names = EnumSet.allOf(ScenarioName.class);
        names.remove(ScenarioName.CLOCK_STEPS);
        List<Scenario> scenarios = new ArrayList<>(ScenarioMix.of(names, eventful));
        for (int i = 0; i < ChaosSchedule.HOSTS_WITH_CLOCKS; i++) {
            scenarios.add(clockSteps(schedule, i, hosts + i));
        }
        scenarios.add(goodbye(whole));
        return new Fleet(whole, scenarios);
    }

    /** Ids of all its hosts. */
    static List<String> hostIds(FleetPlan plan) {
        return IntStream.range(0, plan.hosts())
                .mapToObj(index -> HostProfile.of(plan.seed(), index).id())
                .toList();
    }

    private static ClockSteps clockSteps(ChaosSchedule schedule, int number, int index) {
        List<ClockSteps.Setting> settings = new ArrayList<>();
        for (TimedFault timed : schedule.faults()) {
            if (timed.fault() instanceof SetClock set && set.host() == number) {
                settings.add(new ClockSteps.Setting(timed.at(), set.ahead()));
            }
        }
        return new ClockSteps(Set.of(index), settings, BUSY_AROUND_STEPS);
    }

    private static Shutdown goodbye(FleetPlan plan) {
        Duration never = plan.duration().multipliedBy(2);
        return new Shutdown(
                IntStream.range(0, plan.hosts()).boxed().collect(Collectors.toSet()),
                new Stretch(never, never.plus(INTERVAL)),
                new Stretch(plan.duration(), never),
                Goodbye.STOPPED);
    }
}
