package io.hostpulse.job.document;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.hostpulse.wire.Metric;
import io.hostpulse.wire.MetricCatalogue;
import io.hostpulse.wire.MetricGroup;
import io.hostpulse.wire.MetricGroup.MetricField;
import io.hostpulse.wire.proto.Dimension;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The index templates of all documents, made from the catalogue. They are checked in under {@code
 * elastic/}; a test fails when those differ from what is made here.
 */
public final class IndexTemplates {

    /** Above that of the server's own template for {@code metrics-*}. */
    private static final int PRIORITY = 300;

    /** How soon a document can be found. Set, because unset it is never for an idle index. */
    private static final String REFRESH_INTERVAL = "300ms";

    /** The host itself, and those of its devices that have metrics of which there are windows. */
    private static final List<Dimension> WINDOW_DIMENSIONS =
            MetricCatalogue.get().groups().stream()
                    .map(MetricGroup::dimension)
                    .distinct()
                    .filter(dimension -> !WindowDocuments.metricsOf(dimension).isEmpty())
                    .toList();

    private static final List<String> WINDOW_STATISTICS =
            List.of(".avg", ".min", ".max", ".last", ".p50", ".p95", ".p99");

    /** Far more than there are: a limit is against fields that come from data, and none do. */
    private static final int MOST_FIELDS = 2_500;

    /** In what order samples are kept: neighbours are alike then, and take little space. */
    private static final List<String> SAMPLES_ORDER =
            List.of("host.id", "hostpulse.dimension", "@timestamp");

    private static final String SAMPLES_STORAGE = "hostpulse-samples-storage";

    /** Empty, installed once, and never replaced: what operators put there goes before the rest. */
    private static final String CUSTOM = "hostpulse-custom";

    private IndexTemplates() {}

    /** Bodies of component templates by name. */
    public static Map<String, ObjectNode> componentTemplates() {
        Map<String, ObjectNode> templates = new LinkedHashMap<>();
        templates.put("hostpulse-settings", settings());
        mappings().forEach((name, mapping) -> templates.put(mappingsName(name), body(mapping)));
        templates.put(SAMPLES_STORAGE, samplesStorage());
        templates.putAll(IndexLifecycles.componentTemplates());
        templates.put(CUSTOM, JsonNodeFactory.instance.objectNode());
        templates.get(CUSTOM).putObject("template");
        return templates;
    }

    /** Bodies of index templates by name. */
    public static Map<String, ObjectNode> indexTemplates() {
        Map<String, ObjectNode> templates = new LinkedHashMap<>();
        for (IndexName name : IndexName.values()) {
            ObjectNode template = JsonNodeFactory.instance.objectNode();
            template.putArray("index_patterns").add(name.pattern());
            ArrayNode components = template.putArray("composed_of");
            components.add("hostpulse-settings").add(mappingsName(name));
            if (name == IndexName.SAMPLES) {
                components.add(SAMPLES_STORAGE);
            }
            if (IndexLifecycles.hasOne(name)) {
                components.add(IndexLifecycles.componentTemplateName(name));
            }
            components.add(CUSTOM);
            template.put("priority", PRIORITY);
            templates.put(templateName(name), template);
        }
        return templates;
    }

    static Map<IndexName, Mapping> mappings() {
        Map<IndexName, Mapping> mappings = new LinkedHashMap<>();
        mappings.put(IndexName.SAMPLES, samples());
        mappings.put(IndexName.WINDOWS, windows());
        mappings.put(IndexName.ALERTS, alerts());
        mappings.put(IndexName.ALERT_HISTORY, alerts());
        mappings.put(IndexName.HOSTS, hosts());
        mappings.put(IndexName.DEAD_LETTERS, deadLetters());
        return mappings;
    }

    private static Mapping samples() {
        Mapping mapping =
                host(new Mapping())
                        .dates("@timestamp", Ingestion.TIME)
                        .labels(HostFields.AGENT)
                        .keywords(
                                "ecs.version",
                                "event.kind",
                                "event.module",
                                "event.dataset",
                                "service.type",
                                "metricset.name",
                                "hostpulse.dimension")
                        .longs(
                                "event.duration",
                                "metricset.period",
                                SampleLayout.CLOCK_SKEW,
                                Ingestion.DELAY);
        for (MetricGroup group : MetricCatalogue.get().groups()) {
            mapping.labels(group.labels());
            group.metrics().stream()
                    .map(MetricField::metric)
                    .filter(metric -> !metric.measuredByJob())
                    .forEach(mapping::metric);
        }
        return mapping;
    }

    private static Mapping windows() {
        Mapping mapping =
                new Mapping()
                        .dates(
                                "@timestamp",
                                Ingestion.TIME,
                                "hostpulse.window.start",
                                "hostpulse.window.end")
                        .keywords(
                                "host.id",
                                "host.name",
                                "hostpulse.dimension",
                                "hostpulse.window.name",
                                "hostpulse.window.kind",
                                "hostpulse.window.crossed")
                        .longs("hostpulse.window.samples", Ingestion.DELAY)
                        .freeLabels();
        for (Dimension dimension : WINDOW_DIMENSIONS) {
            if (dimension != Dimension.HOST) {
                mapping.keywords(WindowDocuments.deviceLabel(dimension));
            }
            for (Metric metric : WindowDocuments.metricsOf(dimension)) {
                String prefix = WindowDocuments.METRICS + metric.name();
                if (metric.isCounter()) {
                    mapping.countedOnly("double", prefix + ".increase");
                    continue;
                }
                mapping.countedOnly("long", prefix + ".count");
                for (String statistic : WINDOW_STATISTICS) {
                    mapping.countedOnly("float", prefix + statistic);
                }
                if (metric.addsUp()) {
                    mapping.countedOnly("double", prefix + ".sum");
                }
            }
        }
        return mapping;
    }

    private static Mapping alerts() {
        return host(new Mapping())
                .dates(
                        "@timestamp",
                        "event.start",
                        "event.end",
                        "hostpulse.alert.started",
                        "hostpulse.alert.fired",
                        "hostpulse.alert.resolved",
                        "hostpulse.alert.muted_until")
                .keywords(
                        "ecs.version",
                        "event.kind",
                        "event.category",
                        "event.type",
                        "event.action",
                        "rule.id",
                        "rule.name",
                        "hostpulse.alert.id",
                        "hostpulse.alert.state",
                        "hostpulse.alert.previous_state",
                        "hostpulse.alert.severity",
                        "hostpulse.alert.previous_severity",
                        "hostpulse.alert.device",
                        "hostpulse.alert.metric",
                        "hostpulse.alert.reason")
                .text("message")
                .text("hostpulse.alert.message")
                .longs(
                        "event.duration",
                        "event.severity",
                        "hostpulse.alert.transition",
                        "hostpulse.alert.duration.ms")
                .booleans("hostpulse.alert.flapping", "hostpulse.alert.in_hysteresis")
                .doubles(
                        "hostpulse.alert.value",
                        "hostpulse.alert.threshold",
                        "hostpulse.alert.peak");
    }

    private static Mapping hosts() {
        return host(new Mapping())
                .dates("@timestamp", "hostpulse.host.since")
                .keywords("event.kind", "hostpulse.host.state", "agent.version")
                .longs("hostpulse.host.interval.ms", SampleLayout.CLOCK_SKEW);
    }

    private static Mapping deadLetters() {
        return new Mapping()
                .dates("@timestamp", "hostpulse.dead_letter.record_time")
                .keywords(
                        "event.kind",
                        "hostpulse.dead_letter.category",
                        "hostpulse.dead_letter.topic",
                        "hostpulse.dead_letter.key",
                        "hostpulse.dead_letter.index",
                        "hostpulse.dead_letter.document_id")
                .text("hostpulse.dead_letter.message")
                .longs(
                        "hostpulse.dead_letter.partition",
                        "hostpulse.dead_letter.offset",
                        "hostpulse.dead_letter.size.bytes")
                .unindexed("hostpulse.dead_letter.value.base64");
    }

    private static Mapping host(Mapping mapping) {
        return mapping.labels(HostFields.HOST)
                .labels(HostFields.OS)
                .keywords(CloudFields.NAMES)
                .freeLabels();
    }

    private static ObjectNode settings() {
        ObjectNode body = JsonNodeFactory.instance.objectNode();
        ObjectNode index = body.putObject("template").putObject("settings").putObject("index");
        index.put("number_of_shards", 1)
                .put("auto_expand_replicas", "0-1")
                .put("codec", "best_compression")
                .put("refresh_interval", REFRESH_INTERVAL);
        return body;
    }

    /**
     * Source is stored, since only some licences have it made from the values; and what does not
     * fit is refused as in any other index.
     *
     * @see <a
     *     href="https://www.elastic.co/docs/manage-data/data-store/data-streams/logs-data-stream">
     *     Elasticsearch on LogsDB</a>
     */
    private static ObjectNode samplesStorage() {
        ObjectNode body = JsonNodeFactory.instance.objectNode();
        ObjectNode index = body.putObject("template").putObject("settings").putObject("index");
        index.put("mode", "logsdb");
        ObjectNode mapping = index.putObject("mapping");
        mapping.putObject("source").put("mode", "stored");
        mapping.put("ignore_malformed", false);
        mapping.putObject("total_fields").put("ignore_dynamic_beyond_limit", false);
        ArrayNode order = index.putObject("sort").putArray("field");
        SAMPLES_ORDER.forEach(order::add);
        return body;
    }

    /** With the limit of fields, since the server checks each component by itself. */
    private static ObjectNode body(Mapping mapping) {
        ObjectNode body = JsonNodeFactory.instance.objectNode();
        ObjectNode template = body.putObject("template");
        template.putObject("settings")
                .putObject("index")
                .putObject("mapping")
                .putObject("total_fields")
                .put("limit", MOST_FIELDS);
        template.set("mappings", mapping.toJson());
        return body;
    }

    private static String mappingsName(IndexName name) {
        return templateName(name) + "-mappings";
    }

    static String templateName(IndexName name) {
        return switch (name) {
            case SAMPLES -> "hostpulse-samples";
            case WINDOWS -> "hostpulse-windows";
            case ALERTS -> "hostpulse-alerts";
            case ALERT_HISTORY -> "hostpulse-alert-history";
            case HOSTS -> "hostpulse-hosts";
            case DEAD_LETTERS -> "hostpulse-dead-letters";
        };
    }
}
