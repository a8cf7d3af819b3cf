package io.hostpulse.job.model;

/**
 * Which samples of one run of an agent have been seen.
 *
 * @param ranges sequences, as {@link io.hostpulse.job.ingest.SequenceRanges} keeps them
 * @param arrivedMillis when the newest of them arrived
 */
public record SeenRun(long[] ranges, long arrivedMillis) {

    /** Whether nothing of the run has come that has a higher number. */
    public boolean isBefore(long sequence) {
        return ranges[ranges.length - 1] < sequence;
    }
}
