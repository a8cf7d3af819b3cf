package io.hostpulse.stack.ruletest;

import io.hostpulse.wire.Metric;

/**
 * What a metric of a host shows, sample by sample.
 *
 * @param device the thing that it is of; empty for the host itself
 */
record Series(String hostId, Metric metric, String device, SeriesValues values) {}
