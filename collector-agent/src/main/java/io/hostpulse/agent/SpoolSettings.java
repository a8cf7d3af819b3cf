package io.hostpulse.agent;

import io.hostpulse.agent.spool.DiskSpool;
import io.hostpulse.agent.spool.Spool;
import io.hostpulse.agent.spool.SpoolLimits;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;

/**
 * Where samples wait on disk while Kafka cannot be reached.
 *
 * @param maxBytes the oldest samples are dropped beyond it
 * @param maxAge samples older than it are dropped
 * @param replayPerSecond samples that are sent again per second once Kafka is back
 * @param enabled whether samples wait on disk at all
 */
public record SpoolSettings(
        Path directory, long maxBytes, Duration maxAge, int replayPerSecond, boolean enabled) {

    Spool open(Clock clock) {
        return enabled
                ? DiskSpool.open(directory, new SpoolLimits(maxBytes, maxAge), clock)
                : Spool.none();
    }
}
