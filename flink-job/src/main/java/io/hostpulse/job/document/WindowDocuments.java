package io.hostpulse.job.document;

import static java.util.stream.Collectors.joining;

import io.hostpulse.job.document.JsonWriter.Name;
import io.hostpulse.job.document.JsonWriter.Path;
import io.hostpulse.job.ingest.DeviceMetrics;
import io.hostpulse.job.ingest.HostMetrics;
import io.hostpulse.job.model.KafkaDocument;
import io.hostpulse.job.model.Window;
import io.hostpulse.wire.Metric;
import io.hostpulse.wire.MetricCatalogue;
import io.hostpulse.wire.MetricGroup.LabelField;
import io.hostpulse.wire.proto.Dimension;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.IntStream;

/**
 * The documents of windows. Aggregates of metric {@code m} are under {@code hostpulse.metrics.m};
 * the name of a device has the name that documents of samples have it under. For one thread.
 */
public final class WindowDocuments {

    /** Where the aggregates are. */
    static final String METRICS = "hostpulse.metrics.";

    // in the order of their paths, as the writer wants them
    private static final Path TIMESTAMP = Path.of("@timestamp");
    private static final Path INGESTED = Path.of(Ingestion.TIME);
    private static final Path HOST = Path.of("host");
    private static final Path DIMENSION = Path.of("hostpulse.dimension");
    private static final Path DELAY = Path.of(Ingestion.DELAY);
    private static final Path CROSSED = Path.of("hostpulse.window.crossed");
    private static final Path END = Path.of("hostpulse.window.end");
    private static final Path KIND = Path.of("hostpulse.window.kind");
    private static final Path NAME = Path.of("hostpulse.window.name");
    private static final Path SAMPLES = Path.of("hostpulse.window.samples");
    private static final Path START = Path.of("hostpulse.window.start");
    private static final Name COUNT = new Name("count");
    private static final Name LAST = new Name("last");
    private static final Name MAX = new Name("max");
    private static final Name MIN = new Name("min");
    private static final Name P50 = new Name("p50");
    private static final Name P95 = new Name("p95");
    private static final Name P99 = new Name("p99");
    private static final Name SUM = new Name("sum");
    private static final Path LABELS = Path.of(HostFields.LABELS);
    private static final List<DimensionPaths> DIMENSIONS =
            IntStream.range(0, Dimension.values().length - 1)
                    .mapToObj(Dimension::forNumber)
                    .map(DimensionPaths::of)
                    .toList();

    private final JsonWriter json = new JsonWriter();
    private final RenderedHosts<RenderedHost> hosts = new RenderedHosts<>(RenderedHosts.MAX_BYTES);

    /**
     * @param label what documents call the dimension
     * @param device where the name of a device goes, null for the host itself
     */
    private record DimensionPaths(String label, Path device, MetricPath[] metrics) {

        static DimensionPaths of(Dimension dimension) {
            List<Metric> metrics = metricsOf(dimension);
            return new DimensionPaths(
                    SampleSelection.nameOf(dimension),
                    metrics.isEmpty() || dimension == Dimension.HOST
                            ? null
                            : Path.of(deviceLabel(dimension)),
                    IntStream.range(0, metrics.size())
                            .boxed()
                            .sorted(Comparator.comparing(position -> metrics.get(position).name()))
                            .map(position -> MetricPath.of(position, metrics.get(position)))
                            .toArray(MetricPath[]::new));
        }
    }

    /**
     * @param position where windows keep the metric
     * @param first the first of its aggregates, or the only one
     */
    private record MetricPath(int position, Path first, Metric metric) {

        static MetricPath of(int position, Metric metric) {
            String first = metric.isCounter() ? "increase" : "avg";
            return new MetricPath(position, Path.of(METRICS + metric.name() + "." + first), metric);
        }
    }

    /**
     * What is said of a host in all its windows.
     *
     * @param labels as windows have them
     * @param object of the host, rendered
     * @param labelsObject the same of the labels, null where there are none
     */
    private record RenderedHost(String name, String[] labels, byte[] object, byte[] labelsObject)
            implements RenderedHosts.Rendered {

        static RenderedHost of(Window window) {
            Map<String, String> labels = HostFields.freeLabels(window.labels());
            return new RenderedHost(
                    window.hostName(),
                    window.labels(),
                    JsonWriter.render(
                            new TreeMap<>(
                                    Map.of("id", window.hostId(), "name", window.hostName()))),
                    labels.isEmpty() ? null : JsonWriter.render(labels));
        }

        boolean isOf(Window window) {
            return name.equals(window.hostName()) && Arrays.equals(labels, window.labels());
        }

        @Override
        public int bytes() {
            int rendered = object.length + (labelsObject == null ? 0 : labelsObject.length);
            return 512 + 2 * rendered; // the texts are here once more
        }
    }

    public KafkaDocument of(Window window) {
        DimensionPaths dimension = DIMENSIONS.get(window.dimension());
        RenderedHost host = render(window);
        json.putTime(TIMESTAMP, window.startMillis())
                .putTime(INGESTED, window.evaluatedMillis())
                .putRendered(HOST, host.object())
                .put(DIMENSION, dimension.label())
                .put(DELAY, window.evaluatedMillis() - window.endMillis());
        for (MetricPath metric : dimension.metrics()) {
            int m = metric.position();
            if (m < window.counts().length && window.counts()[m] > 0) {
                putMetric(metric, window);
            }
        }
        if (window.crossed().length > 0) {
            json.putAll(CROSSED, Arrays.asList(window.crossed()));
        }
        json.putTime(END, window.endMillis())
                .put(KIND, window.isSliding() ? "sliding" : "tumbling")
                .put(NAME, window.name())
                .put(SAMPLES, window.samples())
                .putTime(START, window.startMillis());
        if (host.labelsObject() != null) {
            json.putRendered(LABELS, host.labelsObject());
        }
        if (dimension.device() != null) {
            json.put(dimension.device(), window.device());
        }
        return new KafkaDocument(
                window.hostId(),
                DocumentId.of(window.id()),
                window.version(),
                window.startMillis(),
                json.toBytes());
    }

    private RenderedHost render(Window window) {
        RenderedHost known = hosts.get(window.hostId());
        if (known == null || !known.isOf(window)) {
            known = RenderedHost.of(window);
            hosts.put(window.hostId(), known);
        }
        return known;
    }

    private void putMetric(MetricPath path, Window window) {
        int m = path.position();
        Metric metric = path.metric();
        if (metric.isCounter()) {
            json.put(path.first(), metric.rounded(window.sums()[m]));
            return;
        }
        int count = window.counts()[m];
        json.put(path.first(), metric.rounded(window.sums()[m] / count))
                .putNext(COUNT, count)
                .putNext(LAST, metric.rounded(window.lasts()[m]))
                .putNext(MAX, metric.rounded(window.maxima()[m]))
                .putNext(MIN, metric.rounded(window.minima()[m]));
        if (count >= Window.LEAST_SAMPLES_FOR_PERCENTILES) {
            json.putNext(P50, metric.rounded(window.p50()[m]))
                    .putNext(P95, metric.rounded(window.p95()[m]))
                    .putNext(P99, metric.rounded(window.p99()[m]));
        }
        if (metric.addsUp()) {
            json.putNext(SUM, metric.rounded(window.sums()[m]));
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
