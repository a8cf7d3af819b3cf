package io.hostpulse.simulator;

import java.time.Duration;
import java.time.Instant;

/** Plans that tests speak of. */
public final class Plans {

    public static final Instant START = Instant.parse("2026-03-01T08:00:00Z");

    private Plans() {}

    /** A fleet with a sample a second. */
    public static FleetPlan everySecond(int hosts, int seconds) {
        return withSeed(42, hosts, seconds);
    }

    public static FleetPlan withSeed(long seed, int hosts, int seconds) {
        return new FleetPlan(
                seed, hosts, START, Duration.ofSeconds(seconds), Duration.ofSeconds(1));
    }
}
