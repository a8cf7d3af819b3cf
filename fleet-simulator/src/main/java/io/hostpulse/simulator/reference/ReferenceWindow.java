package io.hostpulse.simulator.reference;

import java.util.Collections;
import java.util.Map;

/**
 * A window of a host or a thing of it, with at least one sample: those taken at {@code startMillis}
 * or later, and before {@code endMillis}, whenever they arrive.
 *
 * @param startMillis in milliseconds since 1970
 * @param endMillis in milliseconds since 1970
 * @param samples that speak of the thing
 * @param metrics by name; those that no sample of the window has are absent
 */
public record ReferenceWindow(
        String hostId,
        Thing thing,
        long startMillis,
        long endMillis,
        int samples,
        Map<String, MetricSummary> metrics) {

    public ReferenceWindow {
        metrics = Collections.unmodifiableMap(metrics);
    }
}
