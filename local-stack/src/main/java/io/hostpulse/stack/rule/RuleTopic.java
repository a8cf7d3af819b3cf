package io.hostpulse.stack.rule;

import io.hostpulse.stack.StackException;
import io.hostpulse.wire.Topics;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.apache.kafka.common.serialization.StringSerializer;

/** The topic of rules: JSON by id. */
public final class RuleTopic {

    private static final Duration POLL_LIMIT = Duration.ofSeconds(1);
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
     * The newest JSON by id; empty for what was deleted.
     *
     * @throws StackException if Kafka does not answer, or has no such topic
     */
    public Map<String, Optional<String>> readAll() {
        Map<String, Object> consuming = new HashMap<>(settings);
        consuming.put("enable.auto.commit", false);
        consuming.put("allow.auto.create.topics", false);
        consuming.put("default.api.timeout.ms", ANSWER_LIMIT_MILLIS);
        consuming.put("request.timeout.ms", REQUEST_LIMIT_MILLIS);
        try (KafkaConsumer<String, String> consumer =
                new KafkaConsumer<>(
                        consuming, new StringDeserializer(), new StringDeserializer())) {
            return readAll(consumer);
        } catch (KafkaException e) {
            throw unavailable(e);
        }
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
            throw unavailable(e.getCause());
        } catch (KafkaException e) {
            throw unavailable(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new StackException("interrupted while rules were written", e);
        }
    }

    private Map<String, Optional<String>> readAll(KafkaConsumer<String, String> consumer) {
        List<TopicPartition> partitions =
                consumer.partitionsFor(Topics.RULES).stream()
                        .map(info -> new TopicPartition(info.topic(), info.partition()))
                        .toList();
        if (partitions.isEmpty()) {
            throw new StackException(
                    "Kafka at %s has no topic %s; `hostpulse up` makes it."
                            .formatted(address(), Topics.RULES));
        }
        Map<TopicPartition, Long> ends = consumer.endOffsets(partitions);
        consumer.assign(partitions);
        consumer.seekToBeginning(partitions);
        Map<String, Optional<String>> jsonById = new TreeMap<>();
        while (partitions.stream().anyMatch(p -> consumer.position(p) < ends.get(p))) {
            for (ConsumerRecord<String, String> record : consumer.poll(POLL_LIMIT)) {
                // what somebody wrote without a key is nobody's rule
                if (record.key() != null) {
                    jsonById.put(
                            record.key(),
                            Optional.ofNullable(record.value()).filter(it -> !it.isEmpty()));
                }
            }
        }
        return jsonById;
    }

    private StackException unavailable(Throwable cause) {
        return new StackException(
                "Kafka at %s cannot be used: %s. `hostpulse up` starts a stack, `status` shows it."
                        .formatted(address(), withoutStop(messageOf(cause))),
                cause);
    }

    private Object address() {
        return settings.get("bootstrap.servers");
    }

    /** Kafka's clients say what is wrong with their settings in the cause. */
    private static String messageOf(Throwable failure) {
        Throwable root = failure;
        while (root.getCause() != null) {
            root = root.getCause();
        }
        return root.getMessage() == null ? root.getClass().getSimpleName() : root.getMessage();
    }

    private static String withoutStop(String sentence) {
        return sentence.endsWith(".") ? sentence.substring(0, sentence.length() - 1) : sentence;
    }
}
