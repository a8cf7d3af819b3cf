package io.hostpulse.stack;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.hostpulse.wire.Topics;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;

/** What is in the topic of alerts, read from its beginning. */
final class AlertTopic implements AutoCloseable {

    private static final ObjectMapper JSON = new ObjectMapper();

    private final KafkaConsumer<byte[], byte[]> consumer;
    private final List<AlertRecord> alerts = new ArrayList<>();

    /**
     * An alert as it was after a transition.
     *
     * @param appendedMillis when the broker took it, if the topic has times of appending
     */
    record AlertRecord(
            String hostId, String ruleId, String state, long appendedMillis, JsonNode document) {}

    AlertTopic(String bootstrapServers) {
        consumer =
                new KafkaConsumer<>(
                        Map.of("bootstrap.servers", bootstrapServers),
                        new ByteArrayDeserializer(),
                        new ByteArrayDeserializer());
        List<TopicPartition> partitions =
                consumer.partitionsFor(Topics.ALERTS).stream()
                        .map(each -> new TopicPartition(each.topic(), each.partition()))
                        .toList();
        consumer.assign(partitions);
        consumer.seekToBeginning(partitions);
    }

    /** The first record with that state, if it has arrived by now. */
    Optional<AlertRecord> find(String hostId, String ruleId, String state) {
        return about(hostId, ruleId).stream()
                .filter(alert -> alert.state().equals(state))
                .findFirst();
    }

    /** The records that have arrived by now, in that order. */
    List<AlertRecord> about(String hostId, String ruleId) {
        for (ConsumerRecord<byte[], byte[]> record : consumer.poll(Duration.ofMillis(50))) {
            alerts.add(read(record));
        }
        return alerts.stream()
                .filter(alert -> alert.hostId().equals(hostId))
                .filter(alert -> alert.ruleId().equals(ruleId))
                .toList();
    }

    @Override
    public void close() {
        consumer.close();
    }

    private static AlertRecord read(ConsumerRecord<byte[], byte[]> record) {
        try {
            JsonNode document = JSON.readTree(record.value());
            return new AlertRecord(
                    document.at("/host/id").asText(),
                    document.at("/rule/id").asText(),
                    document.at("/hostpulse/alert/state").asText(),
                    record.timestamp(),
                    document);
        } catch (IOException e) {
            throw new IllegalStateException("an alert that is no JSON", e);
        }
    }
}
