package io.hostpulse.job.rule;

import io.hostpulse.wire.rule.Threshold;
import java.util.List;

/**
 * The thresholds that values of one dimension are held against at every sample, side by side: a
 * condition begins with a value below {@code least} or above {@code most}. No value that is absent
 * does either.
 *
 * @param slots of the metrics, within the dimension
 * @param rules the numbers of the rules that the conditions are of
 */
record Limits(int[] slots, double[] least, double[] most, int[] rules) {

    /** A threshold of the rule with that number. */
    record Limit(int rule, int slot, Threshold threshold) {

        /** The lowest value that does not begin the condition. */
        private double least() {
            return switch (threshold.comparison()) {
                case BELOW -> threshold.threshold();
                case AT_MOST -> Math.nextUp(threshold.threshold());
                case ABOVE, AT_LEAST -> Double.NEGATIVE_INFINITY;
            };
        }

        /** The highest such value. */
        private double most() {
            return switch (threshold.comparison()) {
                case ABOVE -> threshold.threshold();
                case AT_LEAST -> Math.nextDown(threshold.threshold());
                case BELOW, AT_MOST -> Double.POSITIVE_INFINITY;
            };
        }
    }

    static Limits of(List<Limit> limits) {
        return new Limits(
                limits.stream().mapToInt(Limit::slot).toArray(),
                limits.stream().mapToDouble(Limit::least).toArray(),
                limits.stream().mapToDouble(Limit::most).toArray(),
                limits.stream().mapToInt(Limit::rule).toArray());
    }

    /**
     * Marks the rules of which a condition may begin.
     *
     * @param begin where the values of the dimension begin
     */
    void mark(double[] values, int begin, boolean[] marked) {
        for (int limit = 0; limit < slots.length; limit++) {
            double value = values[begin + slots[limit]];
            if (value < least[limit] || value > most[limit]) {
                marked[rules[limit]] = true;
            }
        }
    }
}
