package io.hostpulse.stack.rule;

import io.hostpulse.stack.StackException;
import io.hostpulse.stack.client.TopicReader;
import io.hostpulse.wire.Topics;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.serialization.StringSerializer;

/** The topic of rules: JSON by id. */
public final class RuleTopic {

    private static final String ANSWER_LIMIT_MILLIS = "10000";

    /** Several of these have to fit into the time that a whole answer may take. */
    private static final String REQUEST_LIMIT_MILLIS = "4000";

    private final Map<String, Object> settings;

    /**
     * @param settings of Kafka's clients, {@code bootstrap.servers} at least
     */
    public RuleTopic(Map<String, Object> settings) {
        this.settings = new HashMap<>(settings);
    }

    public static RuleTopic at(String bootstrapServers) {
        return new RuleTopic(Map.of("bootstrap.servers", bootstrapServers));
    }

    /**
     * The newest record of each id.
     *
     * @param json empty for what was deleted
     * @param origin {@code topic-partition-offset}, by which dead letters name a record
     */
    public record Entry(Optional<String> json, String origin) {}

    /**
     * The newest JSON by id; empty for what was deleted.
     *
     * @throws StackException if Kafka does not answer, or has no such topic
     */
    public Map<String, Optional<String>> readAll() {
        return jsonById(readEntries());
    }

    /**
     * The newest record by id.
     *
     * @throws StackException if Kafka does not answer, or has no such topic
     */
    public Map<String, Entry> readEntries() {
        Map<String, Entry> entries = new TreeMap<>();
        boolean isThere =
                new TopicReader(settings)
                        .read(
                                Topics.RULES,
                                Long.MAX_VALUE,
                                record -> {
                                    // what somebody wrote without a key is nobody's rule
                                    if (record.key() != null) {
                                        entries.put(record.key(), entry(record));
                                    }
                                });
        if (!isThere) {
            throw new StackException(
                    "Kafka at %s has no topic %s; `hostpulse up` makes it."
                            .formatted(settings.get("bootstrap.servers"), Topics.RULES));
        }
        return entries;
    }

    public static Map<String, Optional<String>> jsonById(Map<String, Entry> entries) {
        Map<String, Optional<String>> jsonById = new TreeMap<>();
        entries.forEach((id, entry) -> jsonById.put(id, entry.json()));
        return jsonById;
    }

    /**
     * Writes JSON by id, empty deletes, and waits until Kafka has all of it.
     *
     * @throws StackException if Kafka does not take it
     */
    public void write(Map<String, Optional<String>> changes) {
        if (changes.isEmpty()) {
            return;
        }
        Map<String, Object> producing = new HashMap<>(settings);
        producing.put("max.block.ms", ANSWER_LIMIT_MILLIS);
        producing.put("request.timeout.ms", REQUEST_LIMIT_MILLIS);
        producing.put("delivery.timeout.ms", ANSWER_LIMIT_MILLIS);
        try (KafkaProducer<String, String> producer =
                new KafkaProducer<>(producing, new StringSerializer(), new StringSerializer())) {
            List<Future<?>> sent = new ArrayList<>();
            changes.forEach(
                    (id, json) ->
                            sent.add(
                                    producer.send(
                                            new ProducerRecord<>(
                                                    Topics.RULES, id, json.orElse(null)))));
            for (Future<?> record : sent) {
                record.get();
            }
        } catch (ExecutionException e) {
            throw TopicReader.unavailable(settings, e.getCause());
        } catch (KafkaException e) {
            throw TopicReader.unavailable(settings, e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new StackException("interrupted while rules were written", e);
        }
    }

    private static Entry entry(ConsumerRecord<String, String> record) {
        return new Entry(
                Optional.ofNullable(record.value()).filter(it -> !it.isEmpty()),
                "%s-%d-%d".formatted(record.topic(), record.partition(), record.offset()));
    }
}
