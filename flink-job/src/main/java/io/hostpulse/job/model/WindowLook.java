package io.hostpulse.job.model;

/**
 * That a rule looks at windows.
 *
 * @param window name of those windows, that is their size as people write it
 * @param dimension number of the {@code Dimension} of what they are of
 * @param atPercentiles whether it asks for a percentile
 */
public record WindowLook(String window, int dimension, boolean atPercentiles) {}
