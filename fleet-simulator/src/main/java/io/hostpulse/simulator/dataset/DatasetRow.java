package io.hostpulse.simulator.dataset;

/**
 * One row of a dataset.
 *
 * @param line where it begins in the file, from 1
 * @param secondsSinceMidnight of the dataset's first day; beyond 86,400 from its second day on
 * @param cpuRatio CPU time spent on anything but idle and iowait, 0 to 1
 * @param memoryRatio share of memory in use, 0 to 1
 */
public record DatasetRow(
        long line,
        String serverId,
        long secondsSinceMidnight,
        double cpuRatio,
        double memoryRatio,
        double networkInBytesPerSec,
        double networkOutBytesPerSec,
        double diskOperationsPerSec) {}
