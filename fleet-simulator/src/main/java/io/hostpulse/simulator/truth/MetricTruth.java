package io.hostpulse.simulator.truth;

/**
 * A metric in a window.
 *
 * @param count of samples that have it, at least 1
 * @param avg {@code sum / count}, rounded once
 * @param last value of the newest sample that has it
 */
public record MetricTruth(
        long count, double sum, double avg, double min, double max, double last) {}
