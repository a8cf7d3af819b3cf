package io.hostpulse.simulator.reference;

import io.hostpulse.wire.Metric;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/**
 * A host at an advancing sample.
 *
 * @param reading the sample
 * @param beforeMillis time of the advancing sample before it, null at the first
 * @param arrived everything that arrived before the sample
 * @param windows the windows that are computed
 */
record HostMoment(Reading reading, Long beforeMillis, Timeline arrived, List<WindowSpec> windows) {

    private static final int TOLERATED_INTERVALS = 3;
    private static final long LEAST_GAP_MILLIS = 30_000;
    private static final long GAP_OF_UNKNOWN_INTERVAL_MILLIS = 300_000;

    long timeMillis() {
        return reading.timeMillis();
    }

    /** Whether the host was silent before this sample. */
    boolean isAfterSilence() {
        return beforeMillis != null
                && timeMillis() - beforeMillis
                        > (reading.intervalMillis() == 0
                                ? GAP_OF_UNKNOWN_INTERVAL_MILLIS
                                : Math.max(
                                        LEAST_GAP_MILLIS,
                                        (long) TOLERATED_INTERVALS * reading.intervalMillis()));
    }

    /**
     * The metric in the windows of that size that this sample closes: those that end after the
     * advancing sample before, and not after this one, and have a value. In order of their ends.
     */
    List<MetricSummary> summariesClosed(Thing thing, Metric metric, Duration size) {
        List<MetricSummary> summaries = new ArrayList<>();
        if (beforeMillis == null) {
            return summaries;
        }
        WindowSpec spec = spec(size);
        for (long end = spec.firstEndAfter(beforeMillis);
                end <= timeMillis();
                end += spec.slide().toMillis()) {
            arrived.summary(thing, metric, end - size.toMillis(), end).ifPresent(summaries::add);
        }
        return summaries;
    }

    private WindowSpec spec(Duration size) {
        return windows.stream()
                .filter(spec -> spec.size().equals(size))
                .findFirst()
                .orElseThrow(
                        () ->
                                new IllegalArgumentException(
                                        "no windows of " + size + " are computed"));
    }
}
