package io.hostpulse.job.model;

/**
 * Input that was refused.
 *
 * @param category a short name of the reason, such as {@code malformed-json}
 * @param message the reason in words
 */
public record DeadLetter(RawRecord record, long refusedMillis, String category, String message) {}
