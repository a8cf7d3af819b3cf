package io.hostpulse.agent.spool;

import java.util.Comparator;

/**
 * Where a record begins; positions are ordered as records were written.
 *
 * @param segment number of the segment
 * @param offset in bytes within it
 */
public record SpoolPosition(long segment, long offset) implements Comparable<SpoolPosition> {

    private static final Comparator<SpoolPosition> ORDER =
            Comparator.comparingLong(SpoolPosition::segment)
                    .thenComparingLong(SpoolPosition::offset);

    @Override
    public int compareTo(SpoolPosition other) {
        return ORDER.compare(this, other);
    }
}
