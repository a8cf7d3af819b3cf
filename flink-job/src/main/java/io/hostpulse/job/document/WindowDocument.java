package io.hostpulse.job.document;

import io.hostpulse.job.ingest.HostMetrics;
import io.hostpulse.job.model.KafkaDocument;
import io.hostpulse.job.model.Window;
import io.hostpulse.wire.Metric;
import java.util.List;

/**
 * The document of a window. Aggregates of metric {@code m} are under {@code hostpulse.metrics.m}.
 */
public final class WindowDocument {

    /** Where the aggregates are. */
    static final String METRICS = "hostpulse.metrics.";

    private static final List<Paths> PATHS =
            HostMetrics.aggregated().stream().map(Paths::of).toList();

    private record Paths(
            String[] count, String[] sum, String[] avg, String[] min, String[] max, String[] last) {

        static Paths of(Metric metric) {
            String prefix = METRICS + metric.name() + ".";
            return new Paths(
                    Json.path(prefix + "count"),
                    Json.path(prefix + "sum"),
                    Json.path(prefix + "avg"),
                    Json.path(prefix + "min"),
                    Json.path(prefix + "max"),
                    Json.path(prefix + "last"));
        }
    }

    private WindowDocument() {}

    public static KafkaDocument of(Window window) {
        Json json =
                new Json()
                        .putTime("@timestamp", window.startMillis())
                        .put("host.id", window.hostId())
                        .put("host.name", window.hostName())
                        .put("hostpulse.window.name", window.name())
                        .put(
                                "hostpulse.window.kind",
                                window.slideMillis() < window.endMillis() - window.startMillis()
                                        ? "sliding"
                                        : "tumbling")
                        .putTime("hostpulse.window.start", window.startMillis())
                        .putTime("hostpulse.window.end", window.endMillis())
                        .put("hostpulse.window.samples", (long) window.samples());
        for (int m = 0; m < window.counts().length && m < PATHS.size(); m++) {
            if (window.counts()[m] > 0) {
                Paths paths = PATHS.get(m);
                json.put(paths.count(), (long) window.counts()[m])
                        .put(paths.sum(), window.sums()[m])
                        .put(paths.avg(), window.sums()[m] / window.counts()[m])
                        .put(paths.min(), window.minima()[m])
                        .put(paths.max(), window.maxima()[m])
                        .put(paths.last(), window.lasts()[m]);
            }
        }
        return new KafkaDocument(
                window.hostId(), DocumentId.of(window.id()), window.startMillis(), json.toBytes());
    }
}
