package io.hostpulse.simulator.truth;

import java.util.Map;

/**
 * A window of a host with at least one sample: those taken at {@code startMillis} or later, and
 * before {@code endMillis}.
 *
 * @param startMillis in milliseconds since 1970, a multiple of the slide
 * @param endMillis in milliseconds since 1970
 * @param metrics by name; those of which no sample of the window has a value are absent
 */
public record WindowTruth(
        String hostId, long startMillis, long endMillis, Map<String, MetricTruth> metrics) {

    public WindowTruth {
        metrics = Map.copyOf(metrics);
    }
}
