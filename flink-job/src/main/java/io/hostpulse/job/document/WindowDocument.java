package io.hostpulse.job.document;

import io.hostpulse.job.document.NestedJsonWriter.Path;
import io.hostpulse.job.ingest.HostMetrics;
import io.hostpulse.job.model.KafkaDocument;
import io.hostpulse.job.model.Window;
import io.hostpulse.wire.Metric;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;

/**
 * The document of a window. Aggregates of metric {@code m} are under {@code hostpulse.metrics.m}.
 */
public final class WindowDocument {

    /** Where the aggregates are. */
    static final String METRICS = "hostpulse.metrics.";

    private static final int EXPECTED_BYTES = 16 * 1024;

    // in the order of their paths, as the writer wants them
    private static final Path TIMESTAMP = Path.of("@timestamp");
    private static final Path HOST_ID = Path.of("host.id");
    private static final Path HOST_NAME = Path.of("host.name");
    private static final List<MetricPaths> METRIC_PATHS = sortedMetricPaths();
    private static final Path END = Path.of("hostpulse.window.end");
    private static final Path KIND = Path.of("hostpulse.window.kind");
    private static final Path NAME = Path.of("hostpulse.window.name");
    private static final Path SAMPLES = Path.of("hostpulse.window.samples");
    private static final Path START = Path.of("hostpulse.window.start");

    /**
     * @param position where windows keep the metric
     */
    private record MetricPaths(
            int position, Path avg, Path count, Path last, Path max, Path min, Path sum) {

        static MetricPaths of(int position) {
            String prefix = METRICS + HostMetrics.aggregated().get(position).name() + ".";
            return new MetricPaths(
                    position,
                    Path.of(prefix + "avg"),
                    Path.of(prefix + "count"),
                    Path.of(prefix + "last"),
                    Path.of(prefix + "max"),
                    Path.of(prefix + "min"),
                    Path.of(prefix + "sum"));
        }
    }

    private WindowDocument() {}

    public static KafkaDocument of(Window window) {
        boolean sliding = window.slideMillis() < window.endMillis() - window.startMillis();
        NestedJsonWriter json = new NestedJsonWriter(EXPECTED_BYTES);
        json.put(TIMESTAMP, time(window.startMillis()))
                .put(HOST_ID, window.hostId())
                .put(HOST_NAME, window.hostName());
        for (MetricPaths paths : METRIC_PATHS) {
            int m = paths.position();
            if (m < window.counts().length && window.counts()[m] > 0) {
                json.put(paths.avg(), window.sums()[m] / window.counts()[m])
                        .put(paths.count(), (long) window.counts()[m])
                        .put(paths.last(), window.lasts()[m])
                        .put(paths.max(), window.maxima()[m])
                        .put(paths.min(), window.minima()[m])
                        .put(paths.sum(), window.sums()[m]);
            }
        }
        json.put(END, time(window.endMillis()))
                .put(KIND, sliding ? "sliding" : "tumbling")
                .put(NAME, window.name())
                .put(SAMPLES, (long) window.samples())
                .put(START, time(window.startMillis()));
        return new KafkaDocument(
                window.hostId(), DocumentId.of(window.id()), window.startMillis(), json.toBytes());
    }

    private static String time(long millis) {
        return Instant.ofEpochMilli(millis).toString();
    }

    private static List<MetricPaths> sortedMetricPaths() {
        List<Metric> metrics = HostMetrics.aggregated();
        return IntStream.range(0, metrics.size())
                .boxed()
                .sorted(Comparator.comparing(position -> metrics.get(position).name()))
                .map(MetricPaths::of)
                .toList();
    }
}
