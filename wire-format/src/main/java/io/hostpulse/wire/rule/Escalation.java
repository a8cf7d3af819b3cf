package io.hostpulse.wire.rule;

/**
 * A graver severity beyond a further threshold of the rule's first condition, a {@link Threshold}.
 *
 * @param clear the value at which an alert leaves this severity again
 */
public record Escalation(Severity severity, double threshold, double clear) {}
