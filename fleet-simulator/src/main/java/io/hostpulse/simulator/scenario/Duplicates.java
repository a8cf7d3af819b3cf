package io.hostpulse.simulator.scenario;

import java.time.Duration;
import java.util.OptionalLong;
import java.util.Set;

/**
 * Some samples of a host arrive twice, the same to the byte, as after a producer's retry.
 *
 * @param hosts indexes of the hosts
 * @param share of their samples that come twice, 0 to 1
 * @param maxDelay the most that passes until the second arrival
 */
public record Duplicates(Set<Integer> hosts, double share, Duration maxDelay) implements Scenario {

    /**
     * @throws IllegalArgumentException if the share or the delay is out of range
     */
    public Duplicates {
        hosts = Set.copyOf(hosts);
        Shares.require(share);
        Shares.requireDelay(maxDelay);
    }

    @Override
    public OptionalLong repeatedAfterMillis(Moment moment) {
        if (!hosts.contains(moment.host().index()) || moment.random().nextDouble() >= share) {
            return OptionalLong.empty();
        }
        return OptionalLong.of(1L + moment.random().nextInt((int) maxDelay.toMillis()));
    }
}
