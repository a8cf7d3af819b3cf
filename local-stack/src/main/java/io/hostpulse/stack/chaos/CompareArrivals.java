package io.hostpulse.stack.chaos;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.google.protobuf.ByteString;
import io.hostpulse.simulator.Fleet;
import io.hostpulse.simulator.FleetRecord;
import io.hostpulse.simulator.FleetRecord.SampleRecord;
import io.hostpulse.wire.Topics;
import io.hostpulse.wire.proto.AgentIdentity;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.apache.kafka.clients.producer.ProducerRecord;

/** Whether Kafka has what was sent, each record as often as it was. */
final class CompareArrivals {

    private CompareArrivals() {}

    /**
     * What the fleet and the faults have sent.
     *
     * @param others records that are none of the fleet's and that Kafka has acknowledged
     */
    static Comparison ofSent(
            Fleet fleet, List<ProducerRecord<byte[], byte[]>> others, Arrivals arrivals) {
        Map<String, Map<String, Object>> sent = new HashMap<>();
        Set<String> keys = new HashSet<>();
        for (FleetRecord each : fleet) {
            keys.add(each.key());
            count(sent, Topics.SAMPLES, each.key(), each.value());
        }
        for (ProducerRecord<byte[], byte[]> each : others) {
            String key = new String(each.key(), UTF_8);
            keys.add(key);
            count(
                    sent,
                    each.topic(),
                    key,
                    each.value() == null ? ByteString.EMPTY : ByteString.copyFrom(each.value()));
        }
        Map<String, Map<String, Object>> arrived = new HashMap<>();
        for (Arrivals.Arrived each : arrivals.all()) {
            if (keys.contains(each.key())) {
                count(arrived, each.topic(), each.key(), each.value());
            }
        }
        Tally tally = new Tally("records in Kafka");
        tally.compare(sent, arrived);
        return tally.result();
    }

    /** The samples of real agents: of each run all, from the first to the last one sent. */
    static Comparison ofAgents(Map<String, List<SampleRecord>> samplesOfAgents) {
        Tally tally = new Tally("samples of the agent");
        samplesOfAgents.forEach(
                (host, samples) -> {
                    Map<String, TreeSet<Long>> runs = new TreeMap<>();
                    for (SampleRecord each : samples) {
                        AgentIdentity agent = each.sample().getAgent();
                        runs.computeIfAbsent(agent.getRunId(), run -> new TreeSet<>())
                                .add(agent.getSequence());
                    }
                    runs.forEach(
                            (run, sequences) -> {
                                for (long i = 1; i <= sequences.last(); i++) {
                                    tally.expect(
                                            sequences.contains(i),
                                            "number %d of %d of run %s of %s"
                                                    .formatted(i, sequences.last(), run, host));
                                }
                            });
                });
        return tally.result();
    }

    private static void count(
            Map<String, Map<String, Object>> counts, String topic, String key, ByteString value) {
        String id = "%s|%s|%d bytes|%08x".formatted(topic, key, value.size(), value.hashCode());
        counts.merge(
                id,
                Map.of("times", 1),
                (one, other) -> Map.of("times", (int) one.get("times") + 1));
    }
}
