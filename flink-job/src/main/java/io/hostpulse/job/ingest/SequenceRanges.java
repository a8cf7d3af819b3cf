package io.hostpulse.job.ingest;

import java.util.Arrays;

/**
 * A set of whole numbers that mostly come one after the other, kept as ranges: {@code [from0, to0,
 * from1, to1, ...]}, ascending, with a gap between any two.
 */
public final class SequenceRanges {

    /** More gaps than this are not remembered: the lowest range is forgotten. */
    public static final int MAX_RANGES = 64;

    private SequenceRanges() {}

    public static long[] of(long number) {
        return new long[] {number, number};
    }

    public static boolean contains(long[] ranges, long number) {
        int range = lastRangeFrom(ranges, number);
        return range >= 0 && number <= ranges[range + 1];
    }

    /** The ranges with {@code number}, which they do not contain yet, added. */
    public static long[] add(long[] ranges, long number) {
        int below = lastRangeFrom(ranges, number);
        int above = below + 2;
        boolean touchesBelow = below >= 0 && ranges[below + 1] == number - 1;
        boolean touchesAbove = above < ranges.length && ranges[above] == number + 1;
        if (touchesBelow && touchesAbove) {
            long[] joined = new long[ranges.length - 2];
            System.arraycopy(ranges, 0, joined, 0, above - 1);
            System.arraycopy(ranges, above + 1, joined, above - 1, ranges.length - above - 1);
            return joined;
        }
        if (touchesBelow || touchesAbove) {
            long[] grown = ranges.clone();
            grown[touchesBelow ? below + 1 : above] = number;
            return grown;
        }
        long[] split = new long[ranges.length + 2];
        System.arraycopy(ranges, 0, split, 0, above);
        split[above] = number;
        split[above + 1] = number;
        System.arraycopy(ranges, above, split, above + 2, ranges.length - above);
        return split.length > 2 * MAX_RANGES ? Arrays.copyOfRange(split, 2, split.length) : split;
    }

    /** Index of the last range that begins at or below {@code number}, -2 if none does. */
    private static int lastRangeFrom(long[] ranges, long number) {
        int range = ranges.length - 2;
        while (range >= 0 && ranges[range] > number) {
            range -= 2;
        }
        return range;
    }
}
