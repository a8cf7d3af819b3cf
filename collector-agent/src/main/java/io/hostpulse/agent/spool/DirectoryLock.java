package io.hostpulse.agent.spool;

import static java.nio.file.StandardOpenOption.CREATE;
import static java.nio.file.StandardOpenOption.WRITE;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Path;

/** Keeps a second process out of a directory; the system releases it when the process ends. */
final class DirectoryLock implements AutoCloseable {

    private final FileChannel channel;

    private DirectoryLock(FileChannel channel) {
        this.channel = channel;
    }

    /**
     * @throws IOException if another holds it, or the directory cannot be written to
     */
    static DirectoryLock acquire(Path directory) throws IOException {
        FileChannel channel = FileChannel.open(directory.resolve("lock"), CREATE, WRITE);
        try {
            FileLock lock = channel.tryLock();
            if (lock != null) {
                return new DirectoryLock(channel);
            }
        } catch (OverlappingFileLockException e) {
            // held by this process
        }
        channel.close();
        throw new IOException("another agent uses it");
    }

    @Override
    public void close() throws IOException {
        channel.close();
    }
}
