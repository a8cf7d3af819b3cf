package io.hostpulse.agent.read;

import java.io.IOException;
import java.util.List;
import java.util.OptionalLong;

/** The disks of a host. */
public interface DiskSource {

    /** What a disk counts since boot: operations, bytes, milliseconds. */
    enum DiskCounter {
        READS,
        READ_BYTES,
        READ_TIME_MS,
        WRITES,
        WRITE_BYTES,
        WRITE_TIME_MS,
        /** Time with at least one operation under way. */
        IO_TIME_MS,
        /** Time of every operation waiting or under way, added up. */
        QUEUE_TIME_MS
    }

    /**
     * One disk.
     *
     * @param serialNumber empty when it is not known
     * @param inProgress operations under way
     */
    record DiskFigures(
            String name,
            String serialNumber,
            Figures<DiskCounter> counters,
            OptionalLong inProgress) {}

    /** Every disk that is there now. Whatever lies on top of other disks is left out. */
    List<DiskFigures> read() throws IOException;
}
