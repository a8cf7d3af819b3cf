package io.hostpulse.job.window;

import java.util.Arrays;

/** How many values each of {@link ValueBins} holds: only those that hold any, in their order. */
final class BinCounts {

    private int[] bins = new int[8];
    private int[] counts = new int[8];
    private int size;

    int size() {
        return size;
    }

    int bin(int index) {
        return bins[index];
    }

    int count(int index) {
        return counts[index];
    }

    /** Adds a bin above all those that there are. */
    void append(int bin, int count) {
        if (size == bins.length) {
            bins = Arrays.copyOf(bins, 2 * size);
            counts = Arrays.copyOf(counts, 2 * size);
        }
        bins[size] = bin;
        counts[size++] = count;
    }

    void add(BinCounts other) {
        if (other.size == 0) {
            return;
        }
        BinCounts merged = new BinCounts();
        int mine = 0;
        int others = 0;
        while (mine < size || others < other.size) {
            int here = mine < size ? bins[mine] : Integer.MAX_VALUE;
            int there = others < other.size ? other.bins[others] : Integer.MAX_VALUE;
            int bin = Math.min(here, there);
            int count = 0;
            if (here == bin) {
                count += counts[mine++];
            }
            if (there == bin) {
                count += other.counts[others++];
            }
            merged.append(bin, count);
        }
        bins = merged.bins;
        counts = merged.counts;
        size = merged.size;
    }

    /** Adds values in ascending order. */
    void addSorted(double[] values, int from, int to) {
        BinCounts added = new BinCounts();
        for (int i = from; i < to; i++) {
            int bin = ValueBins.binOf(values[i]);
            if (added.size > 0 && added.bins[added.size - 1] == bin) {
                added.counts[added.size - 1]++;
            } else {
                added.append(bin, 1);
            }
        }
        if (size == 0) {
            bins = added.bins;
            counts = added.counts;
            size = added.size;
        } else {
            add(added);
        }
    }

    /** The bin that holds the {@code rank}-th smallest value, the first being 1. */
    int binAt(long rank) {
        long seen = 0;
        for (int i = 0; i < size; i++) {
            seen += counts[i];
            if (seen >= rank) {
                return bins[i];
            }
        }
        throw new IllegalArgumentException("rank " + rank + " of " + seen + " values");
    }
}
