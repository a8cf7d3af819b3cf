package io.hostpulse.stack;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.time.Instant;
import java.util.Map;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;

/** Writes documents to the topics that are indexed as they are. */
final class DocumentTopics implements AutoCloseable {

    private final KafkaProducer<byte[], byte[]> producer;

    DocumentTopics(String bootstrapServers) {
        producer =
                new KafkaProducer<>(
                        Map.of("bootstrap.servers", bootstrapServers),
                        new ByteArraySerializer(),
                        new ByteArraySerializer());
    }

    /**
     * @param about the time that chooses the index
     */
    void write(String topic, String id, Instant about, String json) {
        ProducerRecord<byte[], byte[]> record =
                new ProducerRecord<>(
                        topic,
                        null,
                        about.toEpochMilli(),
                        id.getBytes(UTF_8),
                        json.getBytes(UTF_8));
        record.headers().add("id", id.getBytes(UTF_8));
        producer.send(record);
    }

    void flush() {
        producer.flush();
    }

    @Override
    public void close() {
        producer.close();
    }
}
