package io.hostpulse.job.model;

/**
 * The samples of one host in a short stretch of time, packed by {@link
 * io.hostpulse.job.window.PaneSamples}: of each the metrics that windows are computed of.
 *
 * @param samples how many there are
 * @param newestMillis time of the newest
 * @param dimensions number of the {@code Dimension} of each device that any of them has
 * @param devices the names of those devices
 * @param packed the samples in the order of their times
 */
public record Pane(
        int samples, long newestMillis, byte[] dimensions, String[] devices, byte[] packed) {}
