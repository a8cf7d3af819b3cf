package io.hostpulse.job.document;

import com.google.protobuf.Message;
import io.hostpulse.job.ingest.SampleFlattener;
import io.hostpulse.job.model.IndexedDocument;
import io.hostpulse.wire.Metric;
import io.hostpulse.wire.MetricCatalogue;
import io.hostpulse.wire.MetricGroup;
import io.hostpulse.wire.MetricGroup.MetricField;
import io.hostpulse.wire.SampleCodec;
import io.hostpulse.wire.proto.AgentHealth;
import io.hostpulse.wire.proto.Dimension;
import io.hostpulse.wire.proto.HostSample;
import io.hostpulse.wire.proto.Process;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * The documents of a sample, in Metricbeat's shape: one for everything that a host has once, and
 * one for each core, disk, filesystem, interface, process, container, sensor, probe and group of
 * the agent's readings that has failed; as far as they are selected.
 */
public final class SampleDocuments {

    static final String ECS_VERSION = "8.11.0";

    private static final double NANOS_PER_MS = 1e6;
    private static final Metric COLLECTION_MS =
            MetricCatalogue.get().find("hostpulse.agent.collection.ms").orElseThrow();

    private final Map<String, List<String[]>> paths = new HashMap<>();
    private final SampleSelection selection;

    public SampleDocuments(SampleSelection selection) {
        this.selection = selection;
    }

    /**
     * @param sample as {@link io.hostpulse.wire.SampleLimits} leaves it
     * @param timeMillis the time that counts for the sample, which may differ from the host's own
     * @param nowMillis the time by the job's own clock
     */
    public List<IndexedDocument> of(HostSample sample, long timeMillis, long nowMillis) {
        String index = IndexName.SAMPLES.at(timeMillis);
        String hostId = sample.getHost().getId();
        long hostMillis = SampleCodec.timeMillis(sample);
        Json envelope = envelope(sample, timeMillis, timeMillis != hostMillis);
        List<IndexedDocument> documents = new ArrayList<>();
        Json whole = envelope.copy();
        List<String> datasets = new ArrayList<>();
        for (MetricGroup group : MetricCatalogue.get().groups()) {
            if (!selection.takes(group.dimension(), sample)) {
                continue;
            }
            for (Message message : group.messages(sample)) {
                if (group.dimension() == Dimension.HOST) {
                    datasets.add(group.dataset());
                    putMetrics(whole, group, message);
                } else {
                    Json part = envelope.copy();
                    putKind(part, group.dimension(), group.dataset());
                    part.put("event.dataset", group.dataset());
                    HostFields.putLabels(part, group.labels(), message);
                    if (message instanceof Process process) {
                        ProcessFields.putMissing(part, process);
                    }
                    putMetrics(part, group, message);
                    String id =
                            DocumentId.of(
                                    hostId,
                                    hostMillis,
                                    SampleSelection.nameOf(group.dimension()),
                                    group.nameOf(message));
                    documents.add(new IndexedDocument(index, id, part.toBytes()));
                }
            }
        }
        if (selection.takes(Dimension.HOST, sample)) {
            putKind(whole, Dimension.HOST, "host");
            whole.putAll(Json.path("event.dataset"), datasets);
            putDuration(whole, sample.getAgentHealth());
            whole.putTime(Ingestion.TIME, nowMillis).put(Ingestion.DELAY, nowMillis - timeMillis);
            documents.add(
                    new IndexedDocument(index, DocumentId.of(hostId, hostMillis), whole.toBytes()));
        }
        return documents;
    }

    private static Json envelope(HostSample sample, long timeMillis, boolean restamped) {
        Json json =
                new Json()
                        .putTime("@timestamp", timeMillis)
                        .put("ecs.version", ECS_VERSION)
                        .put("event.kind", "metric")
                        .put("event.module", "system")
                        .put("service.type", "system")
                        .put("metricset.period", (long) sample.getIntervalMs());
        HostFields.putHost(json, sample.getHost(), SampleFlattener.hostName(sample));
        HostFields.putLabels(json, HostFields.AGENT, sample.getAgent());
        if (restamped) {
            json.put("hostpulse.clock.skew.ms", SampleCodec.timeMillis(sample) - timeMillis);
        }
        return json;
    }

    /** How long it took to take the sample. */
    private static void putDuration(Json json, AgentHealth agent) {
        if (agent.hasCollectionMs() && COLLECTION_MS.accepts(agent.getCollectionMs())) {
            json.put("event.duration", Math.round(agent.getCollectionMs() * NANOS_PER_MS));
        }
    }

    private static void putKind(Json json, Dimension dimension, String dataset) {
        json.put("hostpulse.dimension", SampleSelection.nameOf(dimension));
        json.put("metricset.name", dataset.substring(dataset.indexOf('.') + 1).replace('.', '_'));
    }

    private void putMetrics(Json json, MetricGroup group, Message message) {
        for (MetricField field : group.metrics()) {
            if (field.metric().measuredByJob() || !field.isPresent(message)) {
                continue;
            }
            double value = field.read(message);
            if (field.metric().accepts(value)) {
                put(json, field.metric(), value);
            }
        }
    }

    private void put(Json json, Metric metric, double value) {
        for (String[] path : pathsOf(metric)) {
            if (metric.integral()) {
                json.put(path, (long) value);
            } else {
                json.put(path, value);
            }
        }
    }

    private List<String[]> pathsOf(Metric metric) {
        return paths.computeIfAbsent(
                metric.name(),
                name -> {
                    List<String[]> all = new ArrayList<>();
                    all.add(Json.path(name));
                    metric.also().forEach(also -> all.add(Json.path(also)));
                    return all;
                });
    }
}
