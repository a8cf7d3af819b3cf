package io.hostpulse.wire.rule;

import java.time.Duration;

/** One number of every window of that size. */
public record WindowAggregate(Duration size, Aggregate aggregate) {}
