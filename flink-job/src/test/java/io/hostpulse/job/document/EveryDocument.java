package io.hostpulse.job.document;

import static io.hostpulse.job.document.Examples.NOW;
import static java.nio.charset.StandardCharsets.UTF_8;

import com.google.protobuf.Message;
import io.hostpulse.job.ingest.MeasuredSample;
import io.hostpulse.job.model.AlertTransition;
import io.hostpulse.job.model.AlertTransition.State;
import io.hostpulse.job.model.IndexedDocument;
import io.hostpulse.job.model.KafkaDocument;
import io.hostpulse.job.model.Window;
import io.hostpulse.wire.Metric;
import io.hostpulse.wire.MetricCatalogue;
import io.hostpulse.wire.MetricGroup;
import io.hostpulse.wire.MetricGroup.MetricField;
import io.hostpulse.wire.Topics;
import io.hostpulse.wire.proto.Dimension;
import io.hostpulse.wire.proto.HostSample;
import io.hostpulse.wire.proto.Unit;
import java.util.List;
import java.util.stream.Stream;

/** Documents of every kind, made by the job's own code, with every field that there is. */
final class EveryDocument {

    private EveryDocument() {}

    static List<IndexedDocument> of(IndexName index) {
        return switch (index) {
            case SAMPLES ->
                    new SampleDocuments(SampleSelection.all())
                            .of(MeasuredSample.of(sample(), NOW - 7_200_000), NOW);
            case WINDOWS -> windows();
            case ALERTS -> ofIndex(index, alerts().skip(1));
            case ALERT_HISTORY -> ofIndex(index, alerts());
            case HOSTS -> fromTopic(Topics.HOSTS, HostDocument.of(Examples.host()));
            case DEAD_LETTERS -> deadLetters();
        };
    }

    /** A sample in which no two metrics of one kind have the same value. */
    static HostSample sample() {
        HostSample.Builder sample = Examples.fullSample().toBuilder();
        for (MetricGroup group : MetricCatalogue.get().groups()) {
            Message.Builder message =
                    group.field().isRepeated()
                            ? sample.getRepeatedFieldBuilder(group.field(), 0)
                            : sample.getFieldBuilder(group.field());
            for (MetricField field : group.metrics()) {
                double value = valueOf(field.metric());
                message.setField(
                        field.field(),
                        field.metric().integral() ? (Object) (long) value : (Object) value);
            }
        }
        return sample.build();
    }

    private static double valueOf(Metric metric) {
        if (metric.integral()) {
            return 1_000 + metric.id();
        }
        if (metric.unit() == Unit.RATIO) {
            return metric.id() / 1_000.0;
        }
        return metric.unit() == Unit.PERCENT ? metric.id() / 10.0 : metric.id() + 0.25;
    }

    private static List<IndexedDocument> windows() {
        return Stream.of(
                        Examples.window(),
                        Examples.window(Dimension.DISK, "sda"),
                        Examples.window(Dimension.FILESYSTEM, "/"),
                        Examples.window(Dimension.INTERFACE, "eth0"))
                .map(EveryDocument::withDistinctValues)
                .flatMap(
                        window ->
                                fromTopic(Topics.WINDOWS, new WindowDocuments().of(window))
                                        .stream())
                .toList();
    }

    private static Window withDistinctValues(Window window) {
        for (int metric = 0; metric < window.counts().length; metric++) {
            window.counts()[metric] = 60 + metric;
            window.sums()[metric] = 10 * metric + 1;
            window.minima()[metric] = 10 * metric + 2;
            window.maxima()[metric] = 10 * metric + 3;
            window.lasts()[metric] = 10 * metric + 4;
            window.p50()[metric] = 10 * metric + 5;
            window.p95()[metric] = 10 * metric + 6;
            window.p99()[metric] = 10 * metric + 7;
        }
        return window;
    }

    /**
     * Two states of one alert: in one index the second replaces the first, in the other both are.
     */
    private static Stream<AlertTransition> alerts() {
        return Stream.of(
                Examples.alert(State.FIRING, "2026-11-01T00:00:00Z", "2026-10-31T23:50:00Z"),
                Examples.alert(State.RESOLVED, "2026-11-01T00:10:00Z", "2026-10-31T23:50:00Z"));
    }

    private static List<IndexedDocument> ofIndex(IndexName index, Stream<AlertTransition> alerts) {
        return alerts.flatMap(alert -> fromTopic(Topics.ALERTS, AlertDocument.of(alert)).stream())
                .filter(document -> index.isNameOf(document.index()))
                .toList();
    }

    private static List<IndexedDocument> deadLetters() {
        byte[] value = "{".getBytes(UTF_8);
        return Stream.of(
                        DeadLetterDocument.of(Examples.deadLetter(value)),
                        RefusedDocument.of("index", "id", value, "it was refused", NOW))
                .flatMap(letter -> fromTopic(Topics.DEAD_LETTERS, letter).stream())
                .toList();
    }

    private static List<IndexedDocument> fromTopic(String topic, KafkaDocument document) {
        return TopicDocuments.of(Examples.recordOf(topic, document));
    }
}
