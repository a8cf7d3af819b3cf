package io.hostpulse.stack.rule;

import io.hostpulse.stack.StackException;
import io.hostpulse.stack.client.TopicReader;
import io.hostpulse.stack.client.TopicWriter;
import io.hostpulse.wire.Topics;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
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
     * @param earlier what was written since it was there first, as far as Kafka still has it, the
     *     newest first
     * @param commit of the folder that it was read from, if a sync has written it
     */
    public record Entry(
            Optional<String> json,
            String origin,
            List<String> earlier,
            Optional<GitCommit> commit) {

        private static Entry after(Entry before, ConsumerRecord<String, String> record) {
            List<String> earlier = new ArrayList<>();
            if (before != null && before.json().isPresent()) {
                earlier.add(before.json().get());
                earlier.addAll(before.earlier());
            }
            return new Entry(
                    Optional.ofNullable(record.value()).filter(it -> !it.isEmpty()),
                    "%s-%d-%d".formatted(record.topic(), record.partition(), record.offset()),
                    earlier,
                    GitCommit.of(record.headers()));
        }
    }

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
                                        entries.compute(
                                                record.key(),
                                                (key, before) -> Entry.after(before, record));
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
        write(changes, Optional.empty());
    }

    /**
     * The same, with the commit of the folder that they were read from.
     *
     * @throws StackException if Kafka does not take it
     */
    public void write(Map<String, Optional<String>> changes, Optional<GitCommit> commit) {
        if (!changes.isEmpty()) {
            new TopicWriter(settings)
                    .write(Topics.RULES, changes, commit.stream().map(GitCommit::header).toList());
        }
    }
}
