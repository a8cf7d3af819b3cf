package io.hostpulse.job.document;

import static java.util.stream.Collectors.joining;

import io.hostpulse.job.document.NestedJsonWriter.Path;
import io.hostpulse.job.ingest.DeviceMetrics;
import io.hostpulse.job.ingest.HostMetrics;
import io.hostpulse.job.model.KafkaDocument;
import io.hostpulse.job.model.Window;
import io.hostpulse.wire.Metric;
import io.hostpulse.wire.MetricCatalogue;
import io.hostpulse.wire.MetricGroup.LabelField;
import io.hostpulse.wire.proto.Dimension;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.IntStream;

/**
 * The document of a window. Aggregates of metric {@code m} are under {@code hostpulse.metrics.m};
 * the name of a device has the name that documents of samples have it under.
 */
public final class WindowDocument {

    /** Of fewer, the 95th percentile by nearest rank is the maximum. */
    public static final int LEAST_SAMPLES_FOR_PERCENTILES = 20;

    /** Where the aggregates are. */
    static final String METRICS = "hostpulse.metrics.";

    // about how long documents are, so that buffers need not grow
    private static final int BYTES_OF_ONE_METRIC = 180;
    private static final int OTHER_BYTES = 512;

    // in the order of their paths, as the writer wants them
    private static final Path TIMESTAMP = Path.of("@timestamp");
    private static final Path INGESTED = Path.of(Ingestion.TIME);
    private static final Path HOST_ID = Path.of("host.id");
    private static final Path HOST_NAME = Path.of("host.name");
    private static final Path DIMENSION = Path.of("hostpulse.dimension");
    private static final Path DELAY = Path.of(Ingestion.DELAY);
    private static final Path CROSSED = Path.of("hostpulse.window.crossed");
    private static final Path END = Path.of("hostpulse.window.end");
    private static final Path KIND = Path.of("hostpulse.window.kind");
    private static final Path NAME = Path.of("hostpulse.window.name");
    private static final Path SAMPLES = Path.of("hostpulse.window.samples");
    private static final Path START = Path.of("hostpulse.window.start");
    private static final Path LABELS = Path.of(HostFields.LABELS);
    private static final List<DimensionPaths> DIMENSIONS =
            IntStream.range(0, Dimension.values().length - 1)
                    .mapToObj(Dimension::forNumber)
                    .map(DimensionPaths::of)
                    .toList();

    /**
     * @param label what documents call the dimension
     * @param device where the name of a device goes, null for the host itself
     */
    private record DimensionPaths(String label, Path device, MetricPaths[] metrics) {

        static DimensionPaths of(Dimension dimension) {
            List<Metric> metrics = metricsOf(dimension);
            return new DimensionPaths(
                    dimension.name().toLowerCase(Locale.ROOT),
                    metrics.isEmpty() || dimension == Dimension.HOST
                            ? null
                            : Path.of(deviceLabel(dimension)),
                    IntStream.range(0, metrics.size())
                            .boxed()
                            .sorted(Comparator.comparing(position -> metrics.get(position).name()))
                            .map(position -> MetricPaths.of(position, metrics.get(position)))
                            .toArray(MetricPaths[]::new));
        }
    }

    /**
     * @param position where windows keep the metric
     * @param sum null for a metric that does not add up to a total
     * @param increase null for a metric that is no counter; of a counter there is nothing else
     */
    private record MetricPaths(
            int position,
            Path avg,
            Path count,
            Path last,
            Path max,
            Path min,
            Path p50,
            Path p95,
            Path p99,
            Path sum,
            Path increase) {

        static MetricPaths of(int position, Metric metric) {
            String prefix = METRICS + metric.name() + ".";
            return new MetricPaths(
                    position,
                    Path.of(prefix + "avg"),
                    Path.of(prefix + "count"),
                    Path.of(prefix + "last"),
                    Path.of(prefix + "max"),
                    Path.of(prefix + "min"),
                    Path.of(prefix + "p50"),
                    Path.of(prefix + "p95"),
                    Path.of(prefix + "p99"),
                    metric.addsUp() ? Path.of(prefix + "sum") : null,
                    metric.isCounter() ? Path.of(prefix + "increase") : null);
        }
    }

    private WindowDocument() {}

    public static KafkaDocument of(Window window) {
        DimensionPaths dimension = DIMENSIONS.get(window.dimension());
        String start = IsoTime.of(window.startMillis());
        NestedJsonWriter json =
                new NestedJsonWriter(
                        OTHER_BYTES + dimension.metrics().length * BYTES_OF_ONE_METRIC);
        json.put(TIMESTAMP, start)
                .put(INGESTED, IsoTime.of(window.evaluatedMillis()))
                .put(HOST_ID, window.hostId())
                .put(HOST_NAME, window.hostName())
                .put(DIMENSION, dimension.label())
                .put(DELAY, window.evaluatedMillis() - window.endMillis());
        for (MetricPaths paths : dimension.metrics()) {
            int m = paths.position();
            if (m < window.counts().length && window.counts()[m] > 0) {
                putMetric(json, paths, window, m);
            }
        }
        if (window.crossed().length > 0) {
            json.putAll(CROSSED, window.crossed());
        }
        json.put(END, IsoTime.of(window.endMillis()))
                .put(KIND, window.isSliding() ? "sliding" : "tumbling")
                .put(NAME, window.name())
                .put(SAMPLES, window.samples())
                .put(START, start);
        Map<String, String> labels = HostFields.freeLabels(window.labels());
        if (!labels.isEmpty()) {
            json.putAll(LABELS, labels);
        }
        if (dimension.device() != null) {
            json.put(dimension.device(), window.device());
        }
        return new KafkaDocument(
                window.hostId(),
                DocumentId.of(window.id()),
                window.version(),
                window.startMillis(),
                json.toBytes(),
                window.isOverlapped() && window.crossed().length == 0);
    }

    private static void putMetric(NestedJsonWriter json, MetricPaths paths, Window window, int m) {
        if (paths.increase() != null) {
            json.put(paths.increase(), window.sums()[m]);
            return;
        }
        json.put(paths.avg(), window.sums()[m] / window.counts()[m])
                .put(paths.count(), window.counts()[m])
                .put(paths.last(), window.lasts()[m])
                .put(paths.max(), window.maxima()[m])
                .put(paths.min(), window.minima()[m]);
        if (window.counts()[m] >= LEAST_SAMPLES_FOR_PERCENTILES) {
            json.putSingle(paths.p50(), window.p50()[m])
                    .putSingle(paths.p95(), window.p95()[m])
                    .putSingle(paths.p99(), window.p99()[m]);
        }
        if (paths.sum() != null) {
            json.put(paths.sum(), window.sums()[m]);
        }
    }

    /** All metrics of a dimension that windows have, in the order of their positions. */
    static List<Metric> metricsOf(Dimension dimension) {
        return dimension == Dimension.HOST
                ? HostMetrics.aggregated()
                : DeviceMetrics.aggregated(dimension.getNumber());
    }

    /** The label that tells devices of the dimension apart, under which documents name them. */
    static String deviceLabel(Dimension dimension) {
        return MetricCatalogue.get().groups().stream()
                .filter(group -> group.dimension() == dimension)
                .flatMap(group -> group.labels().stream())
                .filter(LabelField::key)
                .map(LabelField::name)
                .collect(joining("/"));
    }
}
