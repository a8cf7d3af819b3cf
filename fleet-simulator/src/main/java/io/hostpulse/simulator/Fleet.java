package io.hostpulse.simulator;

import io.hostpulse.simulator.scenario.Scenario;
import java.util.Iterator;
import java.util.List;

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

    public FleetPlan plan() {
        return plan;
    }

    public List<Scenario> scenarios() {
        return scenarios;
    }

    @Override
    public Iterator<FleetRecord> iterator() {
        return new FleetIterator(plan, scenarios);
    }
}
