package io.hostpulse.agent.probe;

import java.time.Duration;

/**
 * One measurement of the network.
 *
 * @param interval time between two measurements
 * @param timeout when an answer counts as missing; for iperf3 on top of the time that it sends
 */
public record ProbeSettings(ProbeTarget target, Duration interval, Duration timeout) {}
