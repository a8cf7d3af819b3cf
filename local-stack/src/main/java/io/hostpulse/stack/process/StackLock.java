package io.hostpulse.stack.process;

import static java.nio.file.StandardOpenOption.CREATE;
import static java.nio.file.StandardOpenOption.WRITE;

import io.hostpulse.stack.DataDirectory;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Path;
import java.util.Optional;

/**
 * Held by the command that starts or stops a stack, so that a second one does not interfere. The
 * system releases it when its holder ends, however it ends.
 */
public final class StackLock implements AutoCloseable {

    private final FileChannel channel;

    private StackLock(FileChannel channel) {
        this.channel = channel;
    }

    /** The lock of the stack with this data directory, unless another command holds it. */
    public static Optional<StackLock> tryAcquire(DataDirectory data) {
        data.create();
        return tryAcquire(data.root().resolve("lock"));
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
