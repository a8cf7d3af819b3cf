package io.hostpulse.job.window;

import com.datadoghq.sketch.ddsketch.mapping.CubicallyInterpolatedMapping;
import com.datadoghq.sketch.ddsketch.mapping.IndexMapping;

/**
 * The bins of a <a href="https://www.vldb.org/pvldb/vol12/p2195-masson.pdf">DDSketch</a>: every
 * value belongs to a bin, whose middle differs from it by at most {@link #RELATIVE_ERROR}. Bins are
 * numbered in the order of their values: 0 holds zero alone, negative values have the negative
 * numbers of their amounts. Which values a bin holds depends on nothing else, so counts of bins can
 * be added up in any order.
 */
public final class ValueBins {

    /** By how much the middle of a bin may differ from a value in it, as a share of the value. */
    public static final double RELATIVE_ERROR = 0.02;

    private static final IndexMapping MAPPING = new CubicallyInterpolatedMapping(RELATIVE_ERROR);
    private static final double LEAST = MAPPING.minIndexableValue();
    private static final int BEFORE_FIRST = MAPPING.index(LEAST) - 1;

    private ValueBins() {}

    /** The bin of a finite value. */
    static int binOf(double value) {
        if (value == 0) {
            return 0;
        }
        int bin = MAPPING.index(Math.max(Math.abs(value), LEAST)) - BEFORE_FIRST;
        return value > 0 ? bin : -bin;
    }

    /** The middle of a bin. */
    static double middleOf(int bin) {
        if (bin == 0) {
            return 0;
        }
        double amount = MAPPING.value(Math.abs(bin) + BEFORE_FIRST);
        return bin > 0 ? amount : -amount;
    }
}
