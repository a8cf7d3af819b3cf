package io.hostpulse.stack;

import java.util.List;

/**
 * How long something took, several times.
 *
 * @param sortedMillis ascending
 */
record Delays(List<Long> sortedMillis) {

    static Delays of(List<Long> millis) {
        return new Delays(millis.stream().sorted().toList());
    }

    long medianMillis() {
        return sortedMillis.get(sortedMillis.size() / 2);
    }

    long largestMillis() {
        return sortedMillis.get(sortedMillis.size() - 1);
    }

    @Override
    public String toString() {
        return "%d alerts, p50 %d ms, max %d ms"
                .formatted(sortedMillis.size(), medianMillis(), largestMillis());
    }
}
