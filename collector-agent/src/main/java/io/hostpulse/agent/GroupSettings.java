package io.hostpulse.agent;

import java.time.Duration;

/**
 * Whether and how often a group is read.
 *
 * @param interval a multiple of the time between readings
 */
record GroupSettings(boolean enabled, Duration interval) {}
