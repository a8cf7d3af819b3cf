package io.hostpulse.agent.oshi;

import io.hostpulse.agent.linux.Statvfs;
import java.io.IOException;
import java.nio.file.FileStore;
import java.nio.file.Files;
import java.nio.file.Path;
import oshi.software.os.linux.LinuxFileSystemJNA;

/**
 * Calls statvfs(3) through OSHI's native access. Where native code cannot be loaded, as with a
 * temporary directory that forbids execution, the JDK's own call serves, which tells no inodes.
 */
public final class NativeStatvfs implements Statvfs {

    private static final class Access extends LinuxFileSystemJNA {

        /** Inodes, free inodes, then total, available and free bytes; null when it fails. */
        long[] query(String mountPoint) {
            return queryStatvfs(mountPoint);
        }
    }

    private volatile boolean nativeWorks = true;
    private final Access access = new Access();

    @Override
    public Space query(String mountPoint) throws IOException {
        long[] answer = nativeWorks ? access.query(mountPoint) : null;
        if (answer != null) {
            return new Space(answer[2], answer[4], answer[3], answer[0], answer[1]);
        }
        FileStore store = Files.getFileStore(Path.of(mountPoint));
        Space space =
                new Space(
                        store.getTotalSpace(),
                        store.getUnallocatedSpace(),
                        store.getUsableSpace(),
                        0,
                        0);
        // the filesystem answers the JDK, so it is the native library that does not work
        nativeWorks = false;
        return space;
    }
}
