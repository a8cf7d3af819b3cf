package io.hostpulse.agent.probe;

import java.time.Duration;

/**
 * How often targets are asked.
 *
 * @param interval between two looks at a target by tcp or http
 * @param iperf3Interval the same by iperf3, which fills the network
 * @param timeout after which a target counts as down; by iperf3 beyond the measurement's length
 */
public record ProbeSchedule(Duration interval, Duration iperf3Interval, Duration timeout) {

    /** Every 10 s and 10 minutes, with 5 s to answer. */
    public static ProbeSchedule byDefault() {
        return new ProbeSchedule(
                Duration.ofSeconds(10), Duration.ofMinutes(10), Duration.ofSeconds(5));
    }

    Duration intervalOf(ProbeTarget target) {
        return target instanceof ProbeTarget.Iperf3Target ? iperf3Interval : interval;
    }
}
