package io.hostpulse.job.window;

import io.hostpulse.job.ingest.HostMetrics;
import io.hostpulse.job.model.Pane;
import java.util.Arrays;

/** The arithmetic of panes: samples go in, panes add up to windows. */
final class PaneAggregation {

    private PaneAggregation() {}

    static Pane empty() {
        int metrics = HostMetrics.aggregated().size();
        return new Pane(
                0,
                new int[metrics],
                new double[metrics],
                new double[metrics],
                new double[metrics],
                new double[metrics],
                new long[metrics]);
    }

    /**
     * {@code pane} with one more sample. The pane that is given must not be used again: its arrays
     * are.
     */
    static Pane add(Pane pane, double[] values, long timeMillis) {
        Pane target = widen(pane);
        for (int m = 0; m < target.counts().length; m++) {
            double value = HostMetrics.aggregatedValue(values, m);
            if (!Double.isNaN(value)) {
                merge(target, m, 1, value, value, value, value, timeMillis);
            }
        }
        return withSamples(target, pane.samples() + 1);
    }

    /**
     * {@code target} with all that {@code other} holds. Only {@code target}'s arrays are written.
     */
    static Pane merge(Pane target, Pane other) {
        for (int m = 0; m < other.counts().length; m++) {
            if (other.counts()[m] > 0) {
                merge(
                        target,
                        m,
                        other.counts()[m],
                        other.sums()[m],
                        other.minima()[m],
                        other.maxima()[m],
                        other.lasts()[m],
                        other.lastMillis()[m]);
            }
        }
        return withSamples(target, target.samples() + other.samples());
    }

    private static void merge(
            Pane target,
            int m,
            int count,
            double sum,
            double minimum,
            double maximum,
            double last,
            long lastMillis) {
        boolean first = target.counts()[m] == 0;
        target.counts()[m] += count;
        target.sums()[m] += sum;
        target.minima()[m] = first ? minimum : Math.min(target.minima()[m], minimum);
        target.maxima()[m] = first ? maximum : Math.max(target.maxima()[m], maximum);
        if (first || lastMillis >= target.lastMillis()[m]) {
            target.lasts()[m] = last;
            target.lastMillis()[m] = lastMillis;
        }
    }

    /** A pane from before a metric was added has no place for it yet. */
    private static Pane widen(Pane pane) {
        int metrics = HostMetrics.aggregated().size();
        if (pane.counts().length == metrics) {
            return pane;
        }
        return new Pane(
                pane.samples(),
                Arrays.copyOf(pane.counts(), metrics),
                Arrays.copyOf(pane.sums(), metrics),
                Arrays.copyOf(pane.minima(), metrics),
                Arrays.copyOf(pane.maxima(), metrics),
                Arrays.copyOf(pane.lasts(), metrics),
                Arrays.copyOf(pane.lastMillis(), metrics));
    }

    private static Pane withSamples(Pane pane, int samples) {
        return new Pane(
                samples,
                pane.counts(),
                pane.sums(),
                pane.minima(),
                pane.maxima(),
                pane.lasts(),
                pane.lastMillis());
    }
}
