package io.hostpulse.agent.linux;

import java.io.IOException;

/** Asks a mounted filesystem how full it is; see statvfs(3). */
public interface Statvfs {

    /**
     * Sizes in bytes; inodes are 0 where there are none.
     *
     * @param available what ordinary users may fill
     */
    record Space(long total, long free, long available, long files, long freeFiles) {}

    /**
     * @throws IOException if it does not answer
     */
    Space query(String mountPoint) throws IOException;
}
