package io.hostpulse.job.window;

import io.hostpulse.job.model.HostReading;
import io.hostpulse.job.model.Window;
import org.apache.flink.util.Collector;

/** Where windows of the current host go. */
record WindowOutput(String hostId, String hostName, Collector<HostReading> readings) {

    private static final String[] NONE = {};

    /** Emits the windows of the host and its devices; those without samples are none. */
    void emit(WindowSpec spec, long startMillis, boolean onClock, int putBacks, HostTotals totals) {
        for (Totals each : totals.all()) {
            if (each.samples() > 0) {
                readings.collect(
                        HostReading.of(window(spec, startMillis, onClock, putBacks, each)));
            }
        }
    }

    private Window window(
            WindowSpec spec, long startMillis, boolean onClock, int putBacks, Totals totals) {
        return new Window(
                hostId,
                hostName,
                totals.dimension(),
                totals.device(),
                spec.name(),
                startMillis,
                startMillis + spec.size().toMillis(),
                spec.slide().toMillis(),
                onClock,
                totals.samples(),
                putBacks,
                totals.counts,
                totals.sums,
                totals.minima,
                totals.maxima,
                totals.lasts,
                totals.percentiles(50),
                totals.percentiles(95),
                totals.percentiles(99),
                NONE,
                NONE,
                0);
    }
}
