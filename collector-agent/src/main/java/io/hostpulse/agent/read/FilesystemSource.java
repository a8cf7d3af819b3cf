package io.hostpulse.agent.read;

import java.io.IOException;
import java.util.List;

/** The mounted filesystems of a host. */
public interface FilesystemSource {

    /**
     * One filesystem; sizes in bytes.
     *
     * @param free free space, that reserved for root included
     * @param available space that ordinary users may fill
     * @param files inodes; 0 where it has none or they cannot be told
     */
    record FilesystemFigures(
            String mountPoint,
            String device,
            String type,
            long total,
            long free,
            long available,
            long files,
            long freeFiles) {}

    /** Every filesystem that holds data, each once however often it is mounted. */
    List<FilesystemFigures> read() throws IOException;
}
