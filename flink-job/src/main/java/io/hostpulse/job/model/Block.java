package io.hostpulse.job.model;

/**
 * Aggregates of one host and its devices in a stretch of time that long windows are made of, packed
 * by {@link io.hostpulse.job.window.BlockTotals}.
 *
 * @param dimensions number of the {@code Dimension} of each device, the first is the host itself
 * @param devices the names of those devices, empty for the host itself
 */
public record Block(byte[] dimensions, String[] devices, byte[] packed) {}
