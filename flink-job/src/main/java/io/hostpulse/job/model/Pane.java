package io.hostpulse.job.model;

/**
 * Aggregates of the samples of one host in a stretch of time that all windows are made of. The
 * arrays are laid out by {@link io.hostpulse.job.ingest.HostMetrics#aggregated}; where a count is 0
 * the other values mean nothing.
 *
 * @param lastMillis time of the sample that each last value is from
 */
public record Pane(
        int samples,
        int[] counts,
        double[] sums,
        double[] minima,
        double[] maxima,
        double[] lasts,
        long[] lastMillis) {}
