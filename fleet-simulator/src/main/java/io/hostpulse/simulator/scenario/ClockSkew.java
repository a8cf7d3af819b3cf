package io.hostpulse.simulator.scenario;

import java.time.Duration;
import java.util.Set;

/**
 * The clock of some hosts is ahead, always by the same.
 *
 * @param hosts indexes of the hosts
 * @param ahead by how much
 */
public record ClockSkew(Set<Integer> hosts, Duration ahead) implements Scenario {

    /** Less might be mistaken for the time that a record travels. */
    private static final Duration LEAST = Duration.ofMinutes(1);

    /**
     * @throws IllegalArgumentException if {@code ahead} is less than a minute
     */
    public ClockSkew {
        hosts = Set.copyOf(hosts);
        if (ahead.compareTo(LEAST) < 0) {
            throw new IllegalArgumentException(
                    "ahead is " + ahead + ", allowed is " + LEAST + " and more");
        }
    }

    @Override
    public long clockOffsetMillis(Moment moment) {
        return hosts.contains(moment.host().index()) ? ahead.toMillis() : 0;
    }
}
