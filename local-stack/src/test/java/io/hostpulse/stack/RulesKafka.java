package io.hostpulse.stack;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.hostpulse.stack.rule.RuleTopic;
import io.hostpulse.wire.JobAnnouncement;
import io.hostpulse.wire.Topics;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;

/** A broker for the commands about rules, to which a job has announced its windows. */
final class RulesKafka implements AutoCloseable {

    static final String LOAD =
            """
            id: load
            name: Load
            severity: warning
            when: {metric: system.load.1, above: 4}
            """;

    private final LocalStack stack;
    private final String address;
    private final RuleTopic topic;

    RulesKafka(Path directory) throws Exception {
        stack = new LocalStack(StackConfig.onFreePorts(directory));
        address = stack.startKafka().address();
        stack.prepareTopics();
        topic = RuleTopic.at(address);
        announce("hostpulse", "1m", "5m", "1h", "30s/10s");
    }

    String address() {
        return address;
    }

    RuleTopic topic() {
        return topic;
    }

    void deleteAll() {
        Map<String, Optional<String>> all = topic.readAll();
        all.replaceAll((id, json) -> Optional.empty());
        topic.write(all);
    }

    /** The ids of those that were not known. */
    List<String> publishStockRules() {
        return stack.publishStockRules();
    }

    /** Runs a command against it. */
    CommandRun run(String command, String... arguments) {
        List<String> all = new ArrayList<>(List.of(command));
        all.addAll(List.of(arguments));
        all.addAll(List.of("--bootstrap-servers", address));
        return CommandRun.of(all.toArray(String[]::new));
    }

    void announce(String groupId, String... windows) throws Exception {
        send(
                groupId,
                new JobAnnouncement(
                                groupId, List.of(windows), Instant.parse("2026-01-01T00:00:00Z"))
                        .toJson());
    }

    /** No job of that group computes windows any more. */
    void withdraw(String groupId) throws Exception {
        send(groupId, null);
    }

    private void send(String groupId, byte[] announcement) throws Exception {
        try (KafkaProducer<byte[], byte[]> producer =
                new KafkaProducer<>(
                        Map.of("bootstrap.servers", address),
                        new ByteArraySerializer(),
                        new ByteArraySerializer())) {
            producer.send(new ProducerRecord<>(Topics.JOBS, groupId.getBytes(UTF_8), announcement))
                    .get();
        }
    }

    @Override
    public void close() {
        stack.close();
        System.clearProperty(DataDirectory.PROPERTY);
    }
}
