package io.hostpulse.benchmarks.detect;

import io.hostpulse.simulator.FleetPlan;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;

/** Fleets that end about now, so that no host passes for one that has been silent for long. */
public final class RecentFleet {

    private static final long SEED = 42;

    private RecentFleet() {}

    public static FleetPlan of(int hosts, Duration time, Duration interval) {
        Instant start = Instant.now().minus(time).truncatedTo(ChronoUnit.MINUTES);
        return new FleetPlan(SEED, hosts, start, time, interval);
    }
}
