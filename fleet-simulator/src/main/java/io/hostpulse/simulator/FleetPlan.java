package io.hostpulse.simulator;

import io.hostpulse.wire.HumanDuration;
import java.time.Duration;
import java.time.Instant;

/**
 * The size of a fleet and the time that it is watched.
 *
 * @param seed decides everything random; ids of the hosts begin with {@code sim-<seed>}
 * @param hosts number of hosts, 1 to 1,000,000
 * @param start when the first host takes its first sample, whole milliseconds
 * @param duration how long samples are taken; the end itself is not part of it
 * @param interval time between two samples of a host, 1 ms to 1 day
 */
public record FleetPlan(long seed, int hosts, Instant start, Duration duration, Duration interval) {

    private static final int MAX_HOSTS = 1_000_000;

    /**
     * @throws IllegalArgumentException naming the value and what is allowed
     */
    public FleetPlan {
        if (hosts < 1 || hosts > MAX_HOSTS) {
            throw new IllegalArgumentException(
                    "hosts is " + hosts + ", allowed is 1 to " + MAX_HOSTS);
        }
        if (interval.toMillis() < 1 || interval.compareTo(Duration.ofDays(1)) > 0) {
            throw new IllegalArgumentException(
                    "interval is " + HumanDuration.format(interval) + ", allowed is 1ms to 1d");
        }
        if (duration.compareTo(interval) < 0) {
            throw new IllegalArgumentException(
                    "duration is "
                            + HumanDuration.format(duration)
                            + ", it must be at least one interval of "
                            + HumanDuration.format(interval));
        }
        if (start.getEpochSecond() <= 0 || start.getNano() % 1_000_000 != 0) {
            throw new IllegalArgumentException(
                    "start is " + start + ", it must be after 1970 and in whole milliseconds");
        }
    }

    /**
     * A day of 60 hosts, with a sample every 10 s.
     *
     * @param start whole milliseconds
     */
    public static FleetPlan simulatedDay(long seed, Instant start) {
        return new FleetPlan(seed, 60, start, Duration.ofDays(1), Duration.ofSeconds(10));
    }

    /** When no more samples are taken. */
    public Instant end() {
        return start.plus(duration);
    }
}
