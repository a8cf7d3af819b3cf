package io.hostpulse.stack.rule;

import io.hostpulse.stack.StackException;
import io.hostpulse.stack.client.TopicReader;
import io.hostpulse.stack.client.TopicWriter;
import io.hostpulse.wire.Topics;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.apache.kafka.clients.consumer.ConsumerRecord;

/** The topic of rules: JSON by id. */
public final class RuleTopic {

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
        if (!changes.isEmpty()) {
            new TopicWriter(settings).write(Topics.RULES, changes);
        }
    }

    private static Entry entry(ConsumerRecord<String, String> record) {
        return new Entry(
                Optional.ofNullable(record.value()).filter(it -> !it.isEmpty()),
                "%s-%d-%d".formatted(record.topic(), record.partition(), record.offset()));
    }
}
