package io.hostpulse.stack.client;

import io.hostpulse.stack.StackException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.serialization.StringSerializer;

/** Writes to topics, and waits until Kafka has it. */
public final class TopicWriter {

    private final Map<String, Object> settings;

    /**
     * @param settings of Kafka's clients, {@code bootstrap.servers} at least
     */
    public TopicWriter(Map<String, Object> settings) {
        this.settings = new HashMap<>(settings);
        this.settings.put("max.block.ms", TopicReader.ANSWER_LIMIT_MILLIS);
        this.settings.put("request.timeout.ms", TopicReader.REQUEST_LIMIT_MILLIS);
        this.settings.put("delivery.timeout.ms", TopicReader.ANSWER_LIMIT_MILLIS);
    }

    /**
     * Writes text by key, in the order of the map; empty deletes.
     *
     * @throws StackException if Kafka does not take all of it
     */
    public void write(String topic, Map<String, Optional<String>> values) {
        write(topic, values, List.of());
    }

    /**
     * The same, each record with these headers.
     *
     * @throws StackException if Kafka does not take all of it
     */
    public void write(String topic, Map<String, Optional<String>> values, List<Header> headers) {
        try (KafkaProducer<String, String> producer =
                new KafkaProducer<>(settings, new StringSerializer(), new StringSerializer())) {
            List<Future<?>> sent = new ArrayList<>();
            values.forEach(
                    (key, value) ->
                            sent.add(
                                    producer.send(
                                            new ProducerRecord<>(
                                                    topic,
                                                    null,
                                                    key,
                                                    value.orElse(null),
                                                    headers))));
            for (Future<?> record : sent) {
                record.get();
            }
        } catch (ExecutionException e) {
            throw TopicReader.unavailable(settings, e.getCause());
        } catch (KafkaException e) {
            throw TopicReader.unavailable(settings, e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new StackException("interrupted while " + topic + " was written to", e);
        }
    }
}
