package io.hostpulse.job.model;

/**
 * Aggregates of one host over {@code [startMillis, endMillis)}. The arrays are laid out by {@link
 * io.hostpulse.job.ingest.HostMetrics#aggregated}; where a count is 0 the other values mean
 * nothing.
 *
 * @param name the size as people write it, such as {@code 30s}
 * @param slideMillis how far apart two windows begin; the size itself for tumbling windows
 * @param samples how many samples fell into the window
 */
public record Window(
        String hostId,
        String hostName,
        String name,
        long startMillis,
        long endMillis,
        long slideMillis,
        int samples,
        int[] counts,
        double[] sums,
        double[] minima,
        double[] maxima,
        double[] lasts) {

    /** The same for every emission of the same window. */
    public String id() {
        return hostId + "|" + name + "|" + startMillis;
    }
}
