package io.hostpulse.job.model;

/**
 * The end of a condition that came before its completion, or of one that never completes.
 *
 * @param expiresMillis until when a completion is waited for
 */
public record EarlyEnd(ConditionEvent event, long expiresMillis) {}
