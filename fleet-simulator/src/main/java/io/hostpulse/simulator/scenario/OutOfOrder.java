package io.hostpulse.simulator.scenario;

import java.time.Duration;
import java.util.Set;

/**
 * Some samples of a host arrive late, after later ones of the same host if {@code maxDelay} is
 * longer than the interval.
 *
 * @param hosts indexes of the hosts
 * @param share of their samples that are late, 0 to 1
 * @param maxDelay the most that a sample is late
 */
public record OutOfOrder(Set<Integer> hosts, double share, Duration maxDelay) implements Scenario {

    /**
     * @throws IllegalArgumentException if the share or the delay is out of range
     */
    public OutOfOrder {
        hosts = Set.copyOf(hosts);
        Shares.require(share);
        Shares.requireDelay(maxDelay);
    }

    @Override
    public long delayMillis(Moment moment) {
        if (!hosts.contains(moment.host().index()) || moment.random().nextDouble() >= share) {
            return 0;
        }
        return 1L + moment.random().nextInt((int) maxDelay.toMillis());
    }
}
