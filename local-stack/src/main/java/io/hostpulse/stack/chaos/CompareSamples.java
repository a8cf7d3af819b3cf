package io.hostpulse.stack.chaos;

import com.fasterxml.jackson.databind.JsonNode;
import com.google.protobuf.Message;
import io.hostpulse.simulator.FleetRecord.SampleRecord;
import io.hostpulse.wire.Metric;
import io.hostpulse.wire.MetricCatalogue;
import io.hostpulse.wire.MetricGroup;
import io.hostpulse.wire.MetricGroup.MetricField;
import io.hostpulse.wire.SampleCodec;
import io.hostpulse.wire.proto.Dimension;
import io.hostpulse.wire.proto.HostSample;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** Whether there is one document of each sample, with all that the host has measured of itself. */
final class CompareSamples {

    static final String INDEX = "metrics-hostpulse.samples.*";
    private static final String SEQUENCE = "hostpulse.agent.sequence";

    private static final List<MetricGroup> GROUPS =
            MetricCatalogue.get().groups().stream()
                    .filter(group -> group.dimension() == Dimension.HOST)
                    .toList();
    private static final Set<String> COMPARED =
            MetricCatalogue.get().metrics().stream()
                    .filter(metric -> metric.dimension() == Dimension.HOST)
                    .filter(metric -> !metric.measuredByJob())
                    .map(Metric::name)
                    .collect(Collectors.toSet());

    private final Documents documents;
    private final Tally tally = new Tally("sample documents");

    CompareSamples(Documents documents) {
        this.documents = documents;
    }

    void host(String hostId, List<SampleRecord> arrivals) {
        Map<String, Map<String, Object>> expected = new TreeMap<>();
        Set<String> seen = new HashSet<>();
        for (SampleRecord arrival : arrivals) {
            HostSample sample = arrival.sample();
            long millis = SampleCodec.timeMillis(sample);
            long sequence = sample.getAgent().getSequence();
            if (seen.add(
                    sample.getAgent().getRunId() + "#" + (sequence == 0 ? millis : sequence))) {
                // of two at one time the last one written stands
                expected.put(hostId + "|" + millis, fields(sample));
            }
        }
        Map<String, Map<String, Object>> found = new TreeMap<>();
        documents.read(
                INDEX,
                """
                {"bool": {"filter": [{"term": {"host.id": "%s"}},
                                     {"term": {"hostpulse.dimension": "host"}}]}}
                """
                        .formatted(hostId),
                hit -> {
                    String id = hit.path("_id").asText();
                    // in two indices is once too often, too
                    found.put(
                            found.containsKey(id) ? id + " in " + hit.path("_index").asText() : id,
                            fields(hit.path("_source")));
                });
        tally.compare(expected, found);
    }

    Comparison result() {
        return tally.result();
    }

    private static Map<String, Object> fields(HostSample sample) {
        Map<String, Object> fields = new TreeMap<>();
        for (MetricGroup group : GROUPS) {
            for (Message message : group.messages(sample)) {
                for (MetricField field : group.metrics()) {
                    double value = field.read(message);
                    Metric metric = field.metric();
                    if (field.isPresent(message)
                            && metric.accepts(value)
                            && !metric.measuredByJob()) {
                        fields.put(metric.name(), Fields.number(metric.rounded(value)));
                    }
                }
            }
        }
        if (sample.getAgent().getSequence() != 0) {
            fields.put(SEQUENCE, Fields.number((double) sample.getAgent().getSequence()));
        }
        return fields;
    }

    private static Map<String, Object> fields(JsonNode document) {
        Map<String, Object> fields = Fields.of(document);
        fields.keySet().removeIf(field -> !COMPARED.contains(field) && !field.equals(SEQUENCE));
        return fields;
    }
}
