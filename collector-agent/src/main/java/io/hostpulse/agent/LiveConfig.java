package io.hostpulse.agent;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The configuration as it is now: when its file changes, intervals, groups, filters and labels
 * follow it. A file that cannot be used changes nothing and is reported once.
 */
final class LiveConfig implements Supplier<AgentConfig> {

    private static final Logger LOG = LoggerFactory.getLogger(LiveConfig.class);
    private static final long LOOK_INTERVAL_NANOS = Duration.ofSeconds(2).toNanos();

    private final ConfigSource source;
    private final LongSupplier nanoTime;
    private Optional<Stamp> stamp;
    private long lookedNanos;
    private volatile AgentConfig config;

    /** What tells that a file was written. */
    private record Stamp(FileTime modified, long size) {}

    /**
     * @param nanoTime the monotonic clock
     * @throws InvalidConfigException if there is nothing to begin with
     */
    LiveConfig(ConfigSource source, LongSupplier nanoTime) throws InvalidConfigException {
        this.source = source;
        this.nanoTime = nanoTime;
        // before it is read: a change during the reading is seen as one
        this.stamp = stamp();
        this.lookedNanos = nanoTime.getAsLong();
        this.config = source.read();
    }

    @Override
    public AgentConfig get() {
        return config;
    }

    /** Looks every two seconds at most. */
    void follow() {
        long now = nanoTime.getAsLong();
        if (source.file().isEmpty() || now - lookedNanos < LOOK_INTERVAL_NANOS) {
            return;
        }
        lookedNanos = now;
        Optional<Stamp> current = stamp();
        if (!current.equals(stamp)) {
            stamp = current;
            reload(source.file().get());
        }
    }

    private void reload(Path file) {
        try {
            AgentConfig next = source.read();
            List<String> kept = config.needingRestart(next);
            config = config.reloaded(next);
            LOG.info("{} has changed and is in use", file);
            if (!kept.isEmpty()) {
                LOG.warn(
                        "{}: these take effect when the agent is restarted: {}",
                        file,
                        String.join(", ", kept));
            }
        } catch (InvalidConfigException e) {
            LOG.error(
                    "{} has changed and is not used, the settings before stay: {}",
                    file,
                    String.join("; ", e.problems()));
        }
    }

    private Optional<Stamp> stamp() {
        try {
            if (source.file().isEmpty()) {
                return Optional.empty();
            }
            BasicFileAttributes attributes =
                    Files.readAttributes(source.file().get(), BasicFileAttributes.class);
            return Optional.of(new Stamp(attributes.lastModifiedTime(), attributes.size()));
        } catch (IOException gone) {
            return Optional.empty();
        }
    }
}
