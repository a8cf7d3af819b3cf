package io.hostpulse.simulator.reference;

import io.hostpulse.wire.rule.Aggregate;
import java.util.Arrays;
import java.util.Optional;

/**
 * A metric in a window; of a counter the increases of its readings, which mean something as a sum
 * alone. A percentile p of n values is by nearest rank: the value at place {@code ceil(p * n /
 * 100)}, counted from 1, of the values in ascending order; it is always one of them.
 *
 * @param count of samples that have it, at least 1
 * @param avg {@code sum / count}, rounded once
 * @param last of the newest sample that has it; of samples of the same time, the one that arrived
 *     last
 */
public record MetricSummary(
        long count,
        double sum,
        double avg,
        double min,
        double max,
        double last,
        double p50,
        double p95,
        double p99) {

    /**
     * @param values in order of time, NaN where absent
     * @return empty if all are absent
     */
    static Optional<MetricSummary> of(double[] values) {
        double[] present = new double[values.length];
        int count = 0;
        double sum = 0;
        for (double value : values) {
            if (!Double.isNaN(value)) {
                present[count] = value;
                count++;
                sum += value;
            }
        }
        if (count == 0) {
            return Optional.empty();
        }
        double[] sorted = Arrays.copyOf(present, count);
        Arrays.sort(sorted);
        return Optional.of(
                new MetricSummary(
                        count,
                        sum,
                        sum / count,
                        sorted[0],
                        sorted[count - 1],
                        present[count - 1],
                        percentile(50, sorted),
                        percentile(95, sorted),
                        percentile(99, sorted)));
    }

    /** The number that a rule asks for. */
    public double of(Aggregate aggregate) {
        return switch (aggregate) {
            case AVG -> avg;
            case MIN -> min;
            case MAX -> max;
            case LAST -> last;
            case SUM, INCREASE -> sum;
            case COUNT -> count;
            case RANGE -> max - min;
            case P50 -> p50;
            case P95 -> p95;
            case P99 -> p99;
        };
    }

    private static double percentile(int percent, double[] sorted) {
        int place = (percent * sorted.length + 99) / 100;
        return sorted[place - 1];
    }
}
