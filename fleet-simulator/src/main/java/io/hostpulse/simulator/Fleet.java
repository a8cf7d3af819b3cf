package io.hostpulse.simulator;

import io.hostpulse.simulator.scenario.Scenario;
import io.hostpulse.simulator.scenario.ScenarioName;
import java.time.Instant;
import java.util.EnumSet;
import java.util.Iterator;
import java.util.List;
import java.util.Objects;
import java.util.stream.IntStream;

/**
 * A fleet of simulated hosts. Iterating gives its records in the order in which they arrive, made
 * on the way and equal to the byte every time; memory grows with the number of hosts and of records
 * that are late, not with the duration.
 *
 * <p>Every host takes its samples at its own place within the interval (the first host at its
 * beginning) and its records travel for a few milliseconds, always equally long: without a scenario
 * that delays them, records of one host arrive in the order of their times.
 *
 * <p>All numbers lie on a grid on which sums of doubles are exact in any order, so that windows can
 * be compared with the ground truth by equality.
 */
public final class Fleet implements Iterable<FleetRecord> {

    private final FleetPlan plan;
    private final List<Scenario> scenarios;

    /**
     * @param scenarios what happens to the fleet, all of it at once
     */
    public Fleet(FleetPlan plan, List<Scenario> scenarios) {
        this.plan = plan;
        this.scenarios = List.copyOf(scenarios);
    }

    /** {@link FleetPlan#simulatedDay} with every scenario there is. */
    public static Fleet simulatedDay(long seed, Instant start) {
        FleetPlan plan = FleetPlan.simulatedDay(seed, start);
        return new Fleet(plan, ScenarioMix.of(EnumSet.allOf(ScenarioName.class), plan));
    }

    public FleetPlan plan() {
        return plan;
    }

    public List<Scenario> scenarios() {
        return scenarios;
    }

    @Override
    public Iterator<FleetRecord> iterator() {
        return new FleetIterator(plan, scenarios, IntStream.range(0, plan.hosts()));
    }

    /**
     * The records of one host alone, in the order that they have among those of all.
     *
     * @param index of the host, from 0
     */
    public Iterable<FleetRecord> recordsOf(int index) {
        Objects.checkIndex(index, plan.hosts());
        return () -> new FleetIterator(plan, scenarios, IntStream.of(index));
    }
}
