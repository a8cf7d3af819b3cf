package io.hostpulse.stack.process;

import static java.nio.file.StandardOpenOption.CREATE;
import static java.nio.file.StandardOpenOption.WRITE;

import io.hostpulse.stack.Component;
import io.hostpulse.stack.DataDirectory;
import io.hostpulse.stack.StackException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * Held by the command that starts or stops a stack, so that a second one does not interfere. The
 * system releases it when its holder ends, however it ends.
 */
public final class StackLock implements AutoCloseable {

    /** The supervisor holds a lock for seconds. */
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    private static final Duration POLL_INTERVAL = Duration.ofMillis(100);

    private final FileChannel channel;

    private StackLock(FileChannel channel) {
        this.channel = channel;
    }

    /** The lock of the stack with this data directory, unless another command holds it. */
    public static Optional<StackLock> tryAcquire(DataDirectory data) {
        data.create();
        return tryAcquire(data.root().resolve("lock"));
    }

    /**
     * The same, for a command that can wait for the moment that the supervisor takes to start a job
     * again.
     *
     * @throws StackException if another command holds it
     */
    public static StackLock acquire(DataDirectory data) {
        return await(
                data,
                () -> tryAcquire(data),
                "Another command is starting, stopping or upgrading this stack just now.");
    }

    /**
     * Held besides by whoever starts or stops processes, but not by an upgrade: processes that end
     * meanwhile are started again.
     */
    public static Optional<StackLock> tryAcquireProcesses(DataDirectory data) {
        data.create();
        return tryAcquire(data.root().resolve("processes.lock"));
    }

    /** The same, waiting for the supervisor as {@link #acquire} does. */
    public static StackLock acquireProcesses(DataDirectory data) {
        return await(
                data,
                () -> tryAcquireProcesses(data),
                "Another command is starting or stopping processes of this stack just now.");
    }

    private static StackLock await(
            DataDirectory data, Supplier<Optional<StackLock>> attempt, String failure) {
        Instant deadline = Instant.now().plus(PATIENCE);
        Optional<StackLock> lock = attempt.get();
        while (lock.isEmpty() && isSupervised(data) && Instant.now().isBefore(deadline)) {
            Pause.of(POLL_INTERVAL);
            lock = attempt.get();
        }
        return lock.orElseThrow(() -> new StackException(failure));
    }

    private static boolean isSupervised(DataDirectory data) {
        return new RunRecords(data.run())
                .find(Component.SUPERVISOR)
                .filter(RunRecord::isAlive)
                .isPresent();
    }

    /** The lock that a file stands for, unless another command holds it. */
    public static Optional<StackLock> tryAcquire(Path file) {
        try {
            FileChannel channel = FileChannel.open(file, CREATE, WRITE);
            if (isLocked(channel)) {
                return Optional.of(new StackLock(channel));
            }
            channel.close();
            return Optional.empty();
        } catch (IOException e) {
            throw new UncheckedIOException("cannot lock " + file, e);
        }
    }

    @Override
    public void close() {
        try {
            channel.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static boolean isLocked(FileChannel channel) throws IOException {
        try {
            FileLock lock = channel.tryLock();
            return lock != null;
        } catch (OverlappingFileLockException heldByThisProcess) {
            return false;
        }
    }
}
