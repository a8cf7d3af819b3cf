package io.hostpulse.agent.spool;

import java.io.IOException;
import java.nio.file.FileSystemException;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.Optional;
import java.util.function.LongSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A spool in a directory that may be full, read-only or gone: it says so once, keeps nothing for
 * half a minute, and tries again. What it holds already can be read meanwhile, if the directory
 * lets it.
 */
public final class DiskSpool implements Spool {

    static final Duration RETRY_PAUSE = Duration.ofSeconds(30);

    private static final Logger LOG = LoggerFactory.getLogger(DiskSpool.class);

    private final Path directory;
    private final SpoolLimits limits;
    private final Clock clock;
    private final LongSupplier nanoTime;
    private final ChannelOpener opener;
    private SegmentedSpool segments;
    private boolean failing;
    private long failedNanos;
    private long reportedDropped;
    private volatile long bytes;
    private volatile long samples;
    private volatile long dropped;

    private DiskSpool(
            Path directory,
            SpoolLimits limits,
            Clock clock,
            LongSupplier nanoTime,
            ChannelOpener opener) {
        this.directory = directory;
        this.limits = limits;
        this.clock = clock;
        this.nanoTime = nanoTime;
        this.opener = opener;
    }

    /**
     * Opens the spool in {@code directory}, which is made if need be, and reads through what it
     * holds.
     *
     * @param clock tells how old samples are
     */
    public static DiskSpool open(Path directory, SpoolLimits limits, Clock clock) {
        return open(directory, limits, clock, System::nanoTime, ChannelOpener.ON_DISK);
    }

    static DiskSpool open(
            Path directory,
            SpoolLimits limits,
            Clock clock,
            LongSupplier nanoTime,
            ChannelOpener opener) {
        DiskSpool spool = new DiskSpool(directory, limits, clock, nanoTime, opener);
        spool.tryOpen();
        return spool;
    }

    @Override
    public Optional<SpoolPosition> append(SpoolEntry entry) {
        if (isPausing() || !isOpen()) {
            return Optional.empty();
        }
        try {
            SpoolPosition position = segments.append(entry);
            works();
            return Optional.of(position);
        } catch (IOException e) {
            fails(e);
            return Optional.empty();
        } finally {
            count();
        }
    }

    @Override
    public Optional<SpooledEntry> next() {
        if (!isOpen()) {
            return Optional.empty();
        }
        try {
            return segments.next();
        } catch (IOException e) {
            fails(e);
            return Optional.empty();
        } finally {
            count();
        }
    }

    @Override
    public void acknowledge(SpoolPosition position) {
        if (segments == null) {
            return;
        }
        try {
            segments.acknowledge(position);
        } catch (IOException e) {
            fails(e);
        } finally {
            count();
        }
    }

    @Override
    public void takeBack() {
        if (segments != null) {
            segments.takeBack();
        }
    }

    @Override
    public long bytes() {
        return bytes;
    }

    @Override
    public long samples() {
        return samples;
    }

    @Override
    public long dropped() {
        return dropped;
    }

    @Override
    public void close() {
        if (segments == null) {
            return;
        }
        try {
            segments.close();
        } catch (IOException e) {
            fails(e);
        }
        segments = null;
    }

    private boolean isPausing() {
        return failing && nanoTime.getAsLong() - failedNanos < RETRY_PAUSE.toNanos();
    }

    private boolean isOpen() {
        return segments != null || (!isPausing() && tryOpen());
    }

    private boolean tryOpen() {
        try {
            segments = SegmentedSpool.open(directory, limits, clock, opener);
            count();
            if (samples > 0) {
                LOG.info("{} samples wait in the spool {}", samples, directory);
            }
            return true;
        } catch (IOException e) {
            fails(e);
            return false;
        }
    }

    private void count() {
        bytes = segments.bytes();
        samples = segments.samples();
        dropped = segments.dropped();
        if (samples == 0) {
            reportedDropped = dropped;
        } else if (dropped > reportedDropped) {
            reportedDropped = Long.MAX_VALUE;
            LOG.warn(
                    "the spool {} drops its oldest samples: more than {} bytes, older than {}, or"
                            + " damaged",
                    directory,
                    limits.maxBytes(),
                    limits.maxAge());
        }
    }

    private void fails(IOException reason) {
        failedNanos = nanoTime.getAsLong();
        if (!failing) {
            failing = true;
            LOG.warn(
                    "the spool {} cannot be used, samples wait in memory and the oldest are dropped"
                            + " when that is full; it is tried again every {} s: {}",
                    directory,
                    RETRY_PAUSE.toSeconds(),
                    describe(reason));
        }
    }

    private void works() {
        if (failing) {
            failing = false;
            LOG.info("the spool {} can be used again", directory);
        }
    }

    /** Some file-system errors have a message that is the path alone. */
    private static String describe(IOException e) {
        return e instanceof FileSystemException ? e.toString() : e.getMessage();
    }
}
