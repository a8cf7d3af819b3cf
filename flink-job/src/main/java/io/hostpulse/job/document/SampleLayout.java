package io.hostpulse.job.document;

import com.google.protobuf.Message;
import io.hostpulse.job.document.JsonWriter.Path;
import io.hostpulse.job.ingest.DeviceMetrics;
import io.hostpulse.job.ingest.HostMetrics;
import io.hostpulse.wire.Metric;
import io.hostpulse.wire.MetricCatalogue;
import io.hostpulse.wire.MetricGroup;
import io.hostpulse.wire.MetricGroup.LabelField;
import io.hostpulse.wire.MetricGroup.MetricField;
import io.hostpulse.wire.proto.Dimension;
import io.hostpulse.wire.proto.LabelType;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * Which members the documents of a dimension have after the {@linkplain HostEnvelopes envelope},
 * made from the catalogue once, and in the order in which they are written.
 */
final class SampleLayout {

    /** Where it is said how far the host's clock was ahead. */
    static final String CLOCK_SKEW = "hostpulse.clock.skew.ms";

    private static final double NANOS_PER_MS = 1e6;
    private static final Metric COLLECTION =
            MetricCatalogue.get().find("hostpulse.agent.collection.ms").orElseThrow();
    private static final int COLLECTION_MS = HostMetrics.slot(COLLECTION);

    private static final Path TIMESTAMP = Path.of("@timestamp");
    private static final Path END_OF_ENVELOPE = Path.of(HostEnvelopes.LAST + ".name");

    /** Those in the object that the envelope leaves open come first. */
    private static final Comparator<String> ORDER =
            Comparator.comparing((String path) -> !path.startsWith(HostEnvelopes.LAST + "."))
                    .thenComparing(Comparator.naturalOrder());

    private final Path[] paths;
    private final Member[] members;

    /**
     * What the documents of a sample have in common.
     *
     * @param envelope who the host and its agent are, rendered
     * @param timeMillis the time that counts
     * @param skewMillis how far the host's clock was ahead where its time was replaced, else 0
     * @param sequence 0 where the agent gives none
     * @param nowMillis the time by the job's own clock
     */
    record Common(
            byte[] envelope,
            long timeMillis,
            long skewMillis,
            long sequence,
            long intervalMillis,
            long nowMillis) {}

    /**
     * What one document is made of.
     *
     * @param datasets that are in the document of a host
     * @param thing of which the document is, null for the host itself
     * @param values of the host or the thing, by their slots, NaN where absent
     */
    record Content(Common common, List<String> datasets, Message thing, double[] values) {}

    /** One member of a document; nothing where there is nothing to say. */
    private interface Member {
        void put(JsonWriter json, Path path, Content content);
    }

    private SampleLayout(Map<String, Member> byPath) {
        paths = byPath.keySet().stream().map(Path::of).toArray(Path[]::new);
        members = byPath.values().toArray(Member[]::new);
    }

    static SampleLayout ofHost() {
        Map<String, Member> byPath = membersOfAll(Dimension.HOST, "host");
        byPath.put("event.dataset", (json, path, of) -> json.putAll(path, of.datasets()));
        byPath.put("event.duration", SampleLayout::putDuration);
        byPath.put(Ingestion.TIME, (json, path, of) -> json.putTime(path, of.common().nowMillis()));
        byPath.put(
                Ingestion.DELAY,
                (json, path, of) ->
                        json.put(path, of.common().nowMillis() - of.common().timeMillis()));
        for (Metric metric : HostMetrics.all()) {
            if (!metric.measuredByJob()) {
                putMetric(metric, HostMetrics.slot(metric), byPath);
            }
        }
        return new SampleLayout(byPath);
    }

    /**
     * @param group of things of which a host has several
     */
    static SampleLayout ofThings(MetricGroup group) {
        Map<String, Member> byPath = membersOfAll(group.dimension(), group.dataset());
        byPath.put("event.dataset", text(group.dataset()));
        for (LabelField label : group.labels()) {
            byPath.put(label.name(), (json, path, of) -> putLabel(json, path, label, of.thing()));
        }
        for (MetricField field : group.metrics()) {
            putMetric(field.metric(), DeviceMetrics.slot(field.metric()), byPath);
        }
        return new SampleLayout(byPath);
    }

    byte[] write(JsonWriter json, Content content) {
        json.putTime(TIMESTAMP, content.common().timeMillis())
                .putRenderedMembers(content.common().envelope(), END_OF_ENVELOPE);
        for (int i = 0; i < members.length; i++) {
            members[i].put(json, paths[i], content);
        }
        return json.toBytes();
    }

    private static Map<String, Member> membersOfAll(Dimension dimension, String set) {
        Map<String, Member> byPath = new TreeMap<>(ORDER);
        byPath.put("event.kind", text("metric"));
        byPath.put("event.module", text("system"));
        byPath.put("hostpulse.dimension", text(SampleSelection.nameOf(dimension)));
        byPath.put("metricset.name", text(set.substring(set.indexOf('.') + 1).replace('.', '_')));
        byPath.put(
                "metricset.period",
                (json, path, of) -> json.put(path, of.common().intervalMillis()));
        byPath.put(
                "hostpulse.agent.sequence",
                (json, path, of) -> putUnlessZero(json, path, of.common().sequence()));
        byPath.put(
                CLOCK_SKEW,
                (json, path, of) -> putUnlessZero(json, path, of.common().skewMillis()));
        return byPath;
    }

    private static Member text(String text) {
        return (json, path, of) -> json.put(path, text);
    }

    private static void putUnlessZero(JsonWriter json, Path path, long value) {
        if (value != 0) {
            json.put(path, value);
        }
    }

    /** How long it took to take the sample. */
    private static void putDuration(JsonWriter json, Path path, Content of) {
        double millis = of.values()[COLLECTION_MS];
        if (!Double.isNaN(millis)) {
            json.put(path, Math.round(COLLECTION.rounded(millis) * NANOS_PER_MS));
        }
    }

    private static void putMetric(Metric metric, int slot, Map<String, Member> byPath) {
        Member member =
                metric.integral()
                        ? (json, path, of) -> {
                            double value = of.values()[slot];
                            if (!Double.isNaN(value)) {
                                json.put(path, (long) value);
                            }
                        }
                        : (json, path, of) -> {
                            double value = of.values()[slot];
                            if (!Double.isNaN(value)) {
                                json.put(path, metric.rounded(value));
                            }
                        };
        byPath.put(metric.name(), member);
        metric.also().forEach(also -> byPath.put(also, member));
    }

    private static void putLabel(JsonWriter json, Path path, LabelField label, Message thing) {
        Object value = label.read(thing);
        if (value instanceof List<?> values) {
            if (!values.isEmpty()) {
                json.putAll(path, values.stream().map(Object::toString).toList());
            }
        } else if (value instanceof Number number) {
            if (label.type() == LabelType.DATE) {
                if (number.longValue() != 0) {
                    json.putTime(path, number.longValue());
                }
            } else if (number.longValue() != 0 || label.key()) {
                json.put(path, number.longValue());
            }
        } else {
            String text = value.toString();
            String shown = text.isEmpty() ? ProcessFields.inPlaceOf(label.name(), thing) : text;
            if (!shown.isEmpty()) {
                json.put(path, shown);
            }
        }
    }
}
