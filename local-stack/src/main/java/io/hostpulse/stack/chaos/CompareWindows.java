package io.hostpulse.stack.chaos;

import com.fasterxml.jackson.databind.JsonNode;
import io.hostpulse.simulator.reference.HostHistory;
import io.hostpulse.simulator.reference.MetricSummary;
import io.hostpulse.simulator.reference.ReferenceWindow;
import io.hostpulse.simulator.reference.ReferenceWindows;
import io.hostpulse.simulator.reference.WindowSpec;
import io.hostpulse.stack.chaos.Tally.Between;
import io.hostpulse.wire.HumanDuration;
import io.hostpulse.wire.Metric;
import io.hostpulse.wire.MetricCatalogue;
import java.time.Duration;
import java.time.Instant;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/** Whether the documents of windows are those of the reference. */
final class CompareWindows {

    private static final String INDEX = "hostpulse-windows-*";
    private static final String METRICS = "hostpulse.metrics.";
    private static final String SAMPLES = "hostpulse.window.samples";

    /** Of fewer samples there are no percentiles. */
    private static final int LEAST_SAMPLES_FOR_PERCENTILES = 20;

    /** Fractions do not add up to the same in every order. */
    private static final double ORDER = 1e-9;

    private static final double SINGLE_PRECISION = 1e-6;

    /** Of the percentiles of long windows. */
    private static final double SKETCH = 0.02 + SINGLE_PRECISION;

    private static final Duration LONGEST_EXACT = Duration.ofMinutes(1);

    private final Documents documents;
    private final Tally tally = new Tally("windows");

    CompareWindows(Documents documents) {
        this.documents = documents;
    }

    void host(HostHistory history) {
        Map<String, Map<String, Object>> expected = new TreeMap<>();
        for (WindowSpec spec : WindowSpec.DEFAULT) {
            for (ReferenceWindow window : ReferenceWindows.of(history, spec)) {
                expected.put(id(window), fields(window));
            }
        }
        Map<String, Map<String, Object>> found = new TreeMap<>();
        documents.ofHost(
                INDEX,
                history.host().getId(),
                hit -> {
                    JsonNode window = hit.path("_source");
                    String id = id(window);
                    found.put(
                            found.containsKey(id) ? id + " as " + hit.path("_id").asText() : id,
                            fields(window));
                });
        tally.compare(expected, found);
    }

    Comparison result() {
        return tally.result();
    }

    private static String id(ReferenceWindow window) {
        return String.join(
                "|",
                window.hostId(),
                HumanDuration.format(size(window)),
                Instant.ofEpochMilli(window.startMillis()).toString(),
                window.thing().dimension().name().toLowerCase(Locale.ROOT),
                window.thing().name());
    }

    private static String id(JsonNode document) {
        String dimension = document.at("/hostpulse/dimension").asText();
        String device =
                switch (dimension) {
                    case "disk" -> document.at("/system/diskio/name").asText();
                    case "filesystem" -> document.at("/system/filesystem/mount_point").asText();
                    case "interface" -> document.at("/system/network/name").asText();
                    default -> "";
                };
        return String.join(
                "|",
                document.at("/host/id").asText(),
                document.at("/hostpulse/window/name").asText(),
                Instant.parse(document.at("/hostpulse/window/start").asText()).toString(),
                dimension,
                device);
    }

    private static Map<String, Object> fields(ReferenceWindow window) {
        Map<String, Object> fields = new TreeMap<>();
        fields.put(SAMPLES, Fields.number(window.samples()));
        boolean isExact = size(window).compareTo(LONGEST_EXACT) <= 0;
        window.metrics().forEach((name, summary) -> add(fields, name, summary, isExact));
        return fields;
    }

    private static void add(
            Map<String, Object> fields, String name, MetricSummary summary, boolean isExact) {
        Metric metric = MetricCatalogue.get().find(name).orElseThrow();
        String prefix = METRICS + name;
        if (metric.isCounter()) {
            fields.put(prefix + ".increase", rounded(metric, summary.sum(), ORDER));
            return;
        }
        fields.put(prefix + ".count", Fields.number((double) summary.count()));
        fields.put(prefix + ".avg", rounded(metric, summary.avg(), ORDER));
        fields.put(prefix + ".min", rounded(metric, summary.min(), 0));
        fields.put(prefix + ".max", rounded(metric, summary.max(), 0));
        fields.put(prefix + ".last", rounded(metric, summary.last(), 0));
        if (metric.addsUp()) {
            fields.put(prefix + ".sum", rounded(metric, summary.sum(), ORDER));
        }
        if (summary.count() >= LEAST_SAMPLES_FOR_PERCENTILES) {
            double tolerance = isExact ? SINGLE_PRECISION : SKETCH;
            fields.put(prefix + ".p50", rounded(metric, summary.p50(), tolerance));
            fields.put(prefix + ".p95", rounded(metric, summary.p95(), tolerance));
            fields.put(prefix + ".p99", rounded(metric, summary.p99(), tolerance));
        }
    }

    private static Between rounded(Metric metric, double value, double tolerance) {
        Between exact = Between.around(value, tolerance);
        return new Between(metric.rounded(exact.least()), metric.rounded(exact.most()));
    }

    private static Map<String, Object> fields(JsonNode document) {
        Map<String, Object> fields = Fields.of(document);
        fields.keySet().removeIf(field -> !field.startsWith(METRICS) && !field.equals(SAMPLES));
        return fields;
    }

    private static Duration size(ReferenceWindow window) {
        return Duration.ofMillis(window.endMillis() - window.startMillis());
    }
}
