package io.hostpulse.job.window;

import java.util.Arrays;

/**
 * What is being added up for one host or device. Arrays are laid out as those of windows. Values of
 * single samples are kept aside until percentiles are wanted; those of blocks are there as bins.
 */
final class Totals {

    private static final double[] NONE = {};

    private final int dimension;
    private final String device;
    private final boolean binned;
    private final boolean distributed;
    private final int expectedSamples;
    private int samples;
    private long newestMillis = Long.MIN_VALUE;

    final int[] counts;
    final double[] sums;
    final double[] minima;
    final double[] maxima;
    final double[] lasts;
    final long[] lastMillis;

    private final int[] pending;
    private final boolean[] sorted;
    private double[] values;
    private final BinCounts[] bins;

    /**
     * @param expectedSamples how many single samples may come at most
     * @param distributed whether anybody wants to know how the values are distributed
     */
    Totals(int dimension, String device, int expectedSamples, boolean binned, boolean distributed) {
        this.dimension = dimension;
        this.device = device;
        this.expectedSamples = expectedSamples;
        this.binned = binned;
        this.distributed = distributed;
        int metrics = MetricRow.length(dimension);
        counts = new int[metrics];
        sums = new double[metrics];
        minima = new double[metrics];
        maxima = new double[metrics];
        lasts = new double[metrics];
        lastMillis = new long[metrics];
        Arrays.fill(lastMillis, Long.MIN_VALUE);
        pending = new int[metrics];
        sorted = new boolean[metrics];
        bins = binned ? new BinCounts[metrics] : null;
    }

    int dimension() {
        return dimension;
    }

    String device() {
        return device;
    }

    int samples() {
        return samples;
    }

    /** Time of the newest sample. */
    long newestMillis() {
        return newestMillis;
    }

    /** Adds a sample: its values, NaN where absent. */
    void add(double[] row, long timeMillis) {
        if (distributed && values == null) {
            values = new double[counts.length * expectedSamples];
        }
        samples++;
        newestMillis = Math.max(newestMillis, timeMillis);
        for (int m = 0; m < counts.length; m++) {
            double value = row[m];
            if (!Double.isNaN(value)) {
                include(m, 1, value, value, value, value, timeMillis);
                if (distributed) {
                    values[m * expectedSamples + pending[m]++] = value;
                    sorted[m] = false;
                }
            }
        }
    }

    /** Counts samples that {@link #include} brings the values of. */
    void addSamples(int more, long newest) {
        samples += more;
        newestMillis = Math.max(newestMillis, newest);
    }

    /** Adds aggregates of a metric, without their distribution. */
    void include(
            int m,
            int count,
            double sum,
            double minimum,
            double maximum,
            double last,
            long timeMillis) {
        boolean first = counts[m] == 0;
        counts[m] += count;
        sums[m] += sum;
        minima[m] = first ? minimum : Math.min(minima[m], minimum);
        maxima[m] = first ? maximum : Math.max(maxima[m], maximum);
        if (timeMillis >= lastMillis[m]) {
            lasts[m] = last;
            lastMillis[m] = timeMillis;
        }
    }

    /** Adds the totals of a later or earlier stretch, with their distribution. */
    void add(Totals other) {
        addSamples(other.samples, other.newestMillis);
        for (int m = 0; m < counts.length; m++) {
            if (other.counts[m] > 0) {
                include(
                        m,
                        other.counts[m],
                        other.sums[m],
                        other.minima[m],
                        other.maxima[m],
                        other.lasts[m],
                        other.lastMillis[m]);
                includeDistribution(m, other.distribution(m));
            }
        }
    }

    /** Adds the distribution that belongs to aggregates. Takes over what it is given. */
    void includeDistribution(int m, BinCounts distribution) {
        if (bins[m] == null) {
            bins[m] = distribution;
        } else {
            bins[m].add(distribution);
        }
    }

    /** How the values of a metric are distributed. Only of totals that are binned. */
    BinCounts distribution(int m) {
        BinCounts all = binsOf(m);
        if (pending[m] > 0) {
            int from = m * expectedSamples;
            Arrays.sort(values, from, from + pending[m]);
            all.addSorted(values, from, from + pending[m]);
            pending[m] = 0;
        }
        return all;
    }

    /**
     * The smallest value that at least {@code percent} of all values are not above.
     *
     * @return a value for each metric; nothing that means anything where the count is 0, and
     *     nothing at all if nobody wanted to know
     */
    double[] percentiles(int percent) {
        if (!distributed) {
            return NONE;
        }
        double[] percentiles = new double[counts.length];
        for (int m = 0; m < percentiles.length; m++) {
            if (counts[m] > 0) {
                percentiles[m] = percentile(m, percent);
            }
        }
        return percentiles;
    }

    private double percentile(int m, int percent) {
        if (minima[m] == maxima[m]) {
            return minima[m];
        }
        long rank = ((long) counts[m] * percent + 99) / 100;
        if (binned) {
            double middle = ValueBins.middleOf(distribution(m).binAt(rank));
            return Math.min(maxima[m], Math.max(minima[m], middle));
        }
        int from = m * expectedSamples;
        if (!sorted[m]) {
            Arrays.sort(values, from, from + pending[m]);
            sorted[m] = true;
        }
        return values[from + (int) rank - 1];
    }

    private BinCounts binsOf(int m) {
        if (bins[m] == null) {
            bins[m] = new BinCounts();
        }
        return bins[m];
    }
}
