package io.hostpulse.job.document;

import static io.hostpulse.job.document.Examples.NOW;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.google.protobuf.Message;
import io.hostpulse.job.ingest.MeasuredSample;
import io.hostpulse.job.model.IndexedDocument;
import io.hostpulse.job.model.Window;
import io.hostpulse.simulator.Fleet;
import io.hostpulse.simulator.FleetPlan;
import io.hostpulse.simulator.FleetRecord;
import io.hostpulse.simulator.FleetRecord.SampleRecord;
import io.hostpulse.simulator.ScenarioMix;
import io.hostpulse.simulator.scenario.ScenarioName;
import io.hostpulse.wire.Metric;
import io.hostpulse.wire.MetricCatalogue;
import io.hostpulse.wire.MetricGroup;
import io.hostpulse.wire.MetricGroup.LabelField;
import io.hostpulse.wire.MetricGroup.MetricField;
import io.hostpulse.wire.SampleCodec;
import io.hostpulse.wire.proto.AgentIdentity;
import io.hostpulse.wire.proto.Dimension;
import io.hostpulse.wire.proto.HostSample;
import io.hostpulse.wire.proto.LabelType;
import io.hostpulse.wire.proto.Process;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/** Documents have what was measured under its names, and nothing else, whoever's come before. */
class WholeDocumentsTest {

    private static final ObjectMapper STRICT =
            new ObjectMapper().enable(JsonParser.Feature.STRICT_DUPLICATE_DETECTION);
    private static final FleetPlan PLAN =
            new FleetPlan(
                    5, 6, Instant.ofEpochMilli(NOW), Duration.ofMinutes(8), Duration.ofSeconds(10));

    private final SampleDocuments samples = new SampleDocuments(SampleSelection.all());
    private final Random random = new Random(1);

    @Test
    void samplesOfAFleet() throws IOException {
        int documents = 0;
        for (FleetRecord record :
                new Fleet(PLAN, ScenarioMix.of(List.of(ScenarioName.values()), PLAN))) {
            if (record instanceof SampleRecord made) {
                documents += assertWhole(made.sample());
            }
        }

        assertThat(documents).isGreaterThan(2_000);
    }

    @Test
    void samplesWithAndWithoutEachField() throws IOException {
        assertWhole(Examples.fullSample());
        assertWhole(EveryDocument.sample());
        for (int i = 0; i < 500; i++) {
            assertWhole(withoutSome(EveryDocument.sample()));
        }
    }

    @Test
    void theNextSampleOfAHostOfWhichSomethingHasChanged() throws IOException {
        HostSample sample = Examples.fullSample();
        assertWhole(sample);
        List<Message.Builder> parts = new ArrayList<>();
        HostSample.Builder changed = sample.toBuilder();
        parts.add(changed.getHostBuilder());
        parts.add(changed.getHostBuilder().getOsBuilder());
        parts.add(changed.getAgentBuilder());
        for (Message.Builder part : parts) {
            for (LabelField label : MetricCatalogue.labelsOf(part.getDescriptorForType())) {
                if (label.name().equals("host.id")) {
                    continue;
                }
                if (label.field().isRepeated()) {
                    part.addRepeatedField(label.field(), "192.0.2.8");
                } else {
                    part.setField(
                            label.field(), label.type() == LabelType.LONG ? (Object) 8L : "else");
                }
                assertWhole(changed.build());
            }
        }
        changed.getHostBuilder().putLabels("another", "label");
        assertWhole(changed.build());
    }

    @Test
    void windowsWithAndWithoutEachMetric() throws IOException {
        WindowDocuments windows = new WindowDocuments();
        for (int i = 0; i < 200; i++) {
            for (Dimension dimension :
                    List.of(
                            Dimension.HOST,
                            Dimension.DISK,
                            Dimension.FILESYSTEM,
                            Dimension.INTERFACE)) {
                Window window = withRandomValues(Examples.window(dimension, "a"));
                JsonNode document = STRICT.readTree(windows.of(window).json());

                assertThat(aggregates(document)).isEqualTo(expectedAggregates(window, dimension));
            }
        }
    }

    private int assertWhole(HostSample sample) throws IOException {
        List<IndexedDocument> documents =
                samples.of(MeasuredSample.of(sample, SampleCodec.timeMillis(sample) - 1), NOW);
        Map<String, Map<String, String>> found = new TreeMap<>();
        for (IndexedDocument document : documents) {
            Map<String, String> fields = new TreeMap<>();
            DocumentFields.valuesOf(STRICT.readTree(document.json()))
                    .forEach((field, values) -> fields.put(field, text(values)));
            found.put(document.id(), fields);
        }
        assertThat(found).isEqualTo(expected(sample)).hasSameSizeAs(documents);
        return documents.size();
    }

    /** By id and field. */
    private static Map<String, Map<String, String>> expected(HostSample sample) {
        String id = sample.getHost().getId() + "|" + SampleCodec.timeMillis(sample);
        Map<String, Map<String, String>> documents = new TreeMap<>();
        Map<String, String> host = common(sample, Dimension.HOST, "host");
        host.put(Ingestion.TIME, Instant.ofEpochMilli(NOW).toString());
        host.put(Ingestion.DELAY, "" + (NOW - SampleCodec.timeMillis(sample) + 1));
        documents.put(id, host);
        List<String> datasets = new ArrayList<>();
        for (MetricGroup group : MetricCatalogue.get().groups()) {
            for (Message message : group.messages(sample)) {
                if (group.dimension() == Dimension.HOST) {
                    datasets.add(group.dataset());
                    putMetrics(group, message, host);
                } else {
                    String name = group.dimension().name().toLowerCase(Locale.ROOT);
                    String set = group.dataset().replaceFirst("[a-z]+\\.", "").replace('.', '_');
                    Map<String, String> thing = common(sample, group.dimension(), set);
                    thing.put("event.dataset", group.dataset());
                    putLabels(message, thing);
                    if (message instanceof Process process) {
                        thing.putIfAbsent("user.name", "unknown");
                        thing.putIfAbsent("system.process.state", "unknown");
                        thing.putIfAbsent("system.process.cmdline", "[" + process.getName() + "]");
                    }
                    putMetrics(group, message, thing);
                    documents.put(id + "|" + name + "|" + group.nameOf(message), thing);
                }
            }
        }
        host.put("event.dataset", String.join(",", datasets));
        if (host.containsKey("hostpulse.agent.collection.ms")) {
            double millis = Double.parseDouble(host.get("hostpulse.agent.collection.ms"));
            host.put("event.duration", "" + Math.round(millis * 1e6));
        }
        return documents;
    }

    private static Map<String, String> common(HostSample sample, Dimension dimension, String set) {
        Map<String, String> fields = new HashMap<>();
        long timeMillis = SampleCodec.timeMillis(sample) - 1;
        fields.put("@timestamp", Instant.ofEpochMilli(timeMillis).toString());
        fields.put("ecs.version", "8.11.0");
        fields.put("event.kind", "metric");
        fields.put("event.module", "system");
        fields.put("service.type", "system");
        fields.put("metricset.name", set);
        fields.put("metricset.period", "" + sample.getIntervalMs());
        fields.put("hostpulse.dimension", dimension.name().toLowerCase(Locale.ROOT));
        fields.put("hostpulse.clock.skew.ms", "1");
        putLabels(sample.getHost(), fields);
        putLabels(sample.getHost().getOs(), fields);
        putLabels(sample.getAgent(), fields);
        fields.putIfAbsent("host.name", sample.getHost().getId());
        sample.getHost()
                .getLabelsMap()
                .forEach(
                        (key, value) -> {
                            fields.put("labels." + key.replace('.', '_'), value);
                            if (List.of(CloudFields.NAMES).contains(key)) {
                                fields.put(key, value);
                            }
                        });
        return fields;
    }

    private static void putLabels(Message message, Map<String, String> fields) {
        for (LabelField label : MetricCatalogue.labelsOf(message.getDescriptorForType())) {
            Object value = label.read(message);
            String text =
                    value instanceof List<?> values
                            ? String.join(",", values.stream().map(Object::toString).toList())
                            : value.toString();
            boolean isSaid = label.key() || !(text.isEmpty() || text.equals("0"));
            if (isSaid && label.type() == LabelType.DATE) {
                fields.put(label.name(), Instant.ofEpochMilli((long) value).toString());
            } else if (isSaid) {
                fields.put(label.name(), text);
            }
        }
    }

    private static void putMetrics(MetricGroup group, Message message, Map<String, String> fields) {
        for (MetricField field : group.metrics()) {
            if (!field.metric().measuredByJob()
                    && field.isPresent(message)
                    && field.metric().accepts(field.read(message))) {
                String text = number(field.metric().rounded(field.read(message)));
                fields.put(field.metric().name(), text);
                field.metric().also().forEach(also -> fields.put(also, text));
            }
        }
    }

    private static String text(List<JsonNode> values) {
        return String.join(
                ",",
                values.stream()
                        .map(node -> node.isNumber() ? number(node.doubleValue()) : node.asText())
                        .toList());
    }

    private static String number(double value) {
        return value == (long) value ? Long.toString((long) value) : Double.toString(value);
    }

    private HostSample withoutSome(HostSample sample) {
        HostSample.Builder some = sample.toBuilder();
        for (MetricGroup group : MetricCatalogue.get().groups()) {
            Message.Builder message =
                    group.field().isRepeated()
                            ? some.getRepeatedFieldBuilder(group.field(), 0)
                            : some.getFieldBuilder(group.field());
            for (MetricField field : group.metrics()) {
                if (random.nextBoolean()) {
                    message.clearField(field.field());
                }
            }
            for (LabelField label : group.labels()) {
                if (!label.required() && random.nextBoolean()) {
                    message.clearField(label.field());
                }
            }
            if (random.nextInt(4) == 0) {
                some.clearField(group.field());
            }
        }
        if (random.nextBoolean()) {
            some.setAgent(AgentIdentity.newBuilder().setVersion("1.2.3"));
        }
        return some.build();
    }

    private Window withRandomValues(Window window) {
        for (int m = 0; m < window.counts().length; m++) {
            window.counts()[m] = random.nextInt(4) == 0 ? 0 : 1 + random.nextInt(40);
            for (double[] numbers :
                    List.of(
                            window.sums(),
                            window.minima(),
                            window.maxima(),
                            window.lasts(),
                            window.p50(),
                            window.p95(),
                            window.p99())) {
                numbers[m] = random.nextInt(1 << random.nextInt(26)) / 1024.0;
            }
        }
        return window;
    }

    private static Map<String, Double> aggregates(JsonNode document) {
        Map<String, Double> aggregates = new TreeMap<>();
        DocumentFields.valuesOf(document)
                .forEach(
                        (field, values) -> {
                            if (field.startsWith(WindowDocuments.METRICS)) {
                                aggregates.put(field, values.get(0).doubleValue());
                            }
                        });
        return aggregates;
    }

    private static Map<String, Double> expectedAggregates(Window window, Dimension dimension) {
        Map<String, Double> aggregates = new TreeMap<>();
        List<Metric> metrics = WindowDocuments.metricsOf(dimension);
        for (int m = 0; m < metrics.size(); m++) {
            Metric metric = metrics.get(m);
            String path = WindowDocuments.METRICS + metric.name() + ".";
            if (window.counts()[m] == 0) {
                continue;
            }
            if (metric.isCounter()) {
                aggregates.put(path + "increase", metric.rounded(window.sums()[m]));
                continue;
            }
            aggregates.put(path + "avg", metric.rounded(window.sums()[m] / window.counts()[m]));
            aggregates.put(path + "count", (double) window.counts()[m]);
            aggregates.put(path + "last", metric.rounded(window.lasts()[m]));
            aggregates.put(path + "max", metric.rounded(window.maxima()[m]));
            aggregates.put(path + "min", metric.rounded(window.minima()[m]));
            if (window.counts()[m] >= Window.LEAST_SAMPLES_FOR_PERCENTILES) {
                aggregates.put(path + "p50", metric.rounded(window.p50()[m]));
                aggregates.put(path + "p95", metric.rounded(window.p95()[m]));
                aggregates.put(path + "p99", metric.rounded(window.p99()[m]));
            }
            if (metric.addsUp()) {
                aggregates.put(path + "sum", metric.rounded(window.sums()[m]));
            }
        }
        return aggregates;
    }
}
