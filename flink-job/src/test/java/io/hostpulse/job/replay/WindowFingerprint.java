package io.hostpulse.job.replay;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import io.hostpulse.job.document.Ingestion;
import io.hostpulse.job.model.Window;
import io.hostpulse.simulator.reference.MetricSummary;
import io.hostpulse.simulator.reference.ReferenceWindow;
import io.hostpulse.wire.HumanDuration;
import io.hostpulse.wire.Metric;
import io.hostpulse.wire.MetricCatalogue;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/**
 * A window reduced to which it is and one number over all that must be exact in it, so that some
 * hundred thousand can be compared: samples, count, avg, min, max, last and sum of each metric, and
 * the increase of counters.
 */
final class WindowFingerprint {

    private static final JsonFactory JSON = new JsonFactory();
    private static final String METRICS = "hostpulse.metrics.";

    /** Of the host, which windows only pass on. */
    private static final String LABELS = "labels";

    private String host = "";
    private String size = "";
    private Instant start = Instant.MIN;
    private String dimension = "";
    private String device = "";
    private long exact;
    private final Map<String, Double> percentiles = new TreeMap<>();

    private WindowFingerprint() {}

    /** Of the document of a window. */
    static WindowFingerprint ofDocument(byte[] json) throws IOException {
        WindowFingerprint window = new WindowFingerprint();
        try (JsonParser parser = JSON.createParser(json)) {
            parser.nextToken();
            window.readObject(parser, "");
        }
        return window;
    }

    /** Of the same window as it must be. */
    static WindowFingerprint ofReference(ReferenceWindow reference) {
        WindowFingerprint window = new WindowFingerprint();
        window.host = reference.hostId();
        window.size =
                HumanDuration.format(
                        Duration.ofMillis(reference.endMillis() - reference.startMillis()));
        window.start = Instant.ofEpochMilli(reference.startMillis());
        window.dimension = reference.thing().dimension().name().toLowerCase(Locale.ROOT);
        window.device = reference.thing().name();
        window.add("hostpulse.window.samples", reference.samples());
        reference.metrics().forEach(window::add);
        return window;
    }

    /** Which window it is. */
    String window() {
        return String.join("|", host, size, start.toString(), dimension, device);
    }

    String host() {
        return host;
    }

    long exact() {
        return exact;
    }

    /** Those of every metric, by field; of a reference they are not rounded. */
    Map<String, Double> percentiles() {
        return percentiles;
    }

    /** Whether its percentiles come from a sketch. */
    boolean isSketched() {
        return size.equals("5m") || size.equals("1h");
    }

    private void add(String name, MetricSummary summary) {
        Metric metric = MetricCatalogue.get().find(name).orElseThrow();
        String prefix = METRICS + name;
        if (metric.isCounter()) {
            add(prefix + ".increase", metric.rounded(summary.sum()));
            return;
        }
        add(prefix + ".count", (double) summary.count());
        if (metric.addsUp()) {
            add(prefix + ".sum", metric.rounded(summary.sum()));
        }
        add(prefix + ".avg", metric.rounded(summary.avg()));
        add(prefix + ".min", metric.rounded(summary.min()));
        add(prefix + ".max", metric.rounded(summary.max()));
        add(prefix + ".last", metric.rounded(summary.last()));
        if (summary.count() >= Window.LEAST_SAMPLES_FOR_PERCENTILES) {
            percentiles.put(prefix + ".p50", summary.p50());
            percentiles.put(prefix + ".p95", summary.p95());
            percentiles.put(prefix + ".p99", summary.p99());
        }
    }

    /** The metric that a percentile is of. */
    static Metric metricOf(String percentile) {
        String name = percentile.substring(METRICS.length(), percentile.lastIndexOf('.'));
        return MetricCatalogue.get().find(name).orElseThrow();
    }

    /** Adds up to the same whatever the order. */
    private void add(String field, double value) {
        long mixed = field.hashCode() * 0x9E3779B97F4A7C15L ^ Double.doubleToLongBits(value + 0.0);
        mixed = (mixed ^ (mixed >>> 31)) * 0xBF58476D1CE4E5B9L;
        exact += mixed ^ (mixed >>> 29);
    }

    private void readObject(JsonParser parser, String prefix) throws IOException {
        while (parser.nextToken() == JsonToken.FIELD_NAME) {
            String field = prefix + parser.currentName();
            JsonToken value = parser.nextToken();
            if (field.equals(LABELS)) {
                parser.skipChildren();
            } else if (value == JsonToken.START_OBJECT) {
                readObject(parser, field + ".");
            } else if (value == JsonToken.START_ARRAY) {
                parser.skipChildren();
            } else if (value.isNumeric()) {
                readNumber(field, parser.getDoubleValue());
            } else {
                readText(field, parser.getText());
            }
        }
    }

    private void readNumber(String field, double value) {
        boolean isPercentile =
                field.endsWith(".p50") || field.endsWith(".p95") || field.endsWith(".p99");
        if (isPercentile) {
            percentiles.put(field, value);
        } else if (!field.equals(Ingestion.DELAY)) {
            add(field, value);
        }
    }

    private void readText(String field, String value) {
        switch (field) {
            case "host.id" -> host = value;
            case "hostpulse.window.name" -> size = value;
            case "hostpulse.window.start" -> start = Instant.parse(value);
            case "hostpulse.dimension" -> dimension = value;
            case "host.name", "@timestamp", "hostpulse.window.end", "hostpulse.window.kind" -> {}
            case Ingestion.TIME -> {}
            default -> device = value;
        }
    }
}
