package io.hostpulse.simulator.scenario;

import io.hostpulse.simulator.host.HostProfile;
import java.util.Random;

/**
 * The moment at which a host takes, or would take, a sample.
 *
 * @param tick number of the interval, from 0
 * @param elapsedMillis true time since the start of the fleet
 * @param random the host's own random numbers for what happens to it
 */
public record Moment(HostProfile host, long tick, long elapsedMillis, Random random) {}
