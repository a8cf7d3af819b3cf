package io.hostpulse.wire.rule;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/** What becomes of the values in a window. */
public enum Aggregate {
    AVG,
    MIN,
    MAX,
    LAST,
    /** The total; of metrics that are amounts in an interval. */
    SUM,
    /** By how much a counter has risen; of amounts in an interval the total. */
    INCREASE,
    COUNT,
    /** The largest less the smallest. */
    RANGE,
    P50,
    P95,
    P99;

    /** The name in rules, such as {@code avg}. */
    public String label() {
        return name().toLowerCase(Locale.ROOT);
    }

    public boolean isPercentile() {
        return this == P50 || this == P95 || this == P99;
    }

    public static Optional<Aggregate> ofLabel(String label) {
        return Arrays.stream(values())
                .filter(aggregate -> aggregate.label().equals(label))
                .findAny();
    }
}
