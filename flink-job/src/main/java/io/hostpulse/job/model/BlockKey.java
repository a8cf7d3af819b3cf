package io.hostpulse.job.model;

/**
 * Which block of a host.
 *
 * @param windowMillis the size of the windows that it is a part of
 * @param startMillis where it begins
 */
public record BlockKey(long windowMillis, long startMillis) {}
