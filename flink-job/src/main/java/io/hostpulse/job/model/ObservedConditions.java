package io.hostpulse.job.model;

import java.util.Arrays;

/**
 * What has been seen of a rule's conditions on a host, or on one thing of it. Only a condition that
 * was known not to hold can begin: what holds at its first value may always have held. Sets have a
 * bit for each condition.
 *
 * @param came of which a sample had the metric, and it has not stayed away since
 * @param known which of them have had a value since, and the host has not been silent
 * @param fresh which have had the value of a window since the newest sample
 * @param awaySinceMillis by condition: time of the last sample that had the metric, if newer ones
 *     have not, else 0; empty if all are 0
 * @param ruledOut whether the newest sample shows what rules a sequence out, and nothing has begun
 *     of it: that is all of its progress, and usual
 */
public record ObservedConditions(
        long came, long known, long fresh, long[] awaySinceMillis, boolean ruledOut) {

    private static final long[] NONE_AWAY = {};

    /** Of which nothing has been seen. */
    public static final ObservedConditions NONE = new ObservedConditions(0, 0, 0, NONE_AWAY, false);

    /** At the end of a sample. */
    public static ObservedConditions of(long came, long known, long[] awaySinceMillis) {
        boolean isAnyAway = Arrays.stream(awaySinceMillis).anyMatch(millis -> millis != 0);
        return new ObservedConditions(
                came, known, 0, isAnyAway ? awaySinceMillis : NONE_AWAY, false);
    }

    public ObservedConditions ruledOut(boolean isRuledOut) {
        return isRuledOut == ruledOut
                ? this
                : new ObservedConditions(came, known, fresh, awaySinceMillis, isRuledOut);
    }

    /** Whether a sample with values of the same conditions would leave it as it is. */
    public boolean isSettled() {
        return known == came && awaySinceMillis.length == 0;
    }

    /** The same after the value of a window. */
    public ObservedConditions withWindow(int condition) {
        return new ObservedConditions(
                came, known, fresh | 1L << condition, awaySinceMillis, ruledOut);
    }

    public boolean isSameAs(ObservedConditions other) {
        return came == other.came
                && known == other.known
                && fresh == other.fresh
                && ruledOut == other.ruledOut
                && Arrays.equals(awaySinceMillis, other.awaySinceMillis);
    }
}
