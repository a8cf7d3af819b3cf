package io.hostpulse.stack.client;

import io.hostpulse.stack.StackException;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.Deserializer;
import org.apache.kafka.common.serialization.StringDeserializer;

/** Reads topics up to where they end now. */
public final class TopicReader {

    private static final Duration POLL_LIMIT = Duration.ofSeconds(1);
    static final String ANSWER_LIMIT_MILLIS = "10000";

    /** Several of these have to fit into the time that a whole answer may take. */
    static final String REQUEST_LIMIT_MILLIS = "4000";

    private final Map<String, Object> settings;

    /**
     * @param settings of Kafka's clients, {@code bootstrap.servers} at least
     */
    public TopicReader(Map<String, Object> settings) {
        this.settings = new HashMap<>(settings);
        this.settings.put("enable.auto.commit", false);
        this.settings.put("allow.auto.create.topics", false);
        this.settings.put("default.api.timeout.ms", ANSWER_LIMIT_MILLIS);
        this.settings.put("request.timeout.ms", REQUEST_LIMIT_MILLIS);
    }

    /**
     * Hands on the newest records of a topic, in the order of each partition.
     *
     * @param most how many of each partition
     * @return whether there is such a topic
     * @throws StackException if Kafka does not answer
     */
    public boolean read(String topic, long most, Consumer<ConsumerRecord<String, String>> records) {
        return read(topic, most, new StringDeserializer(), records);
    }

    /**
     * Hands on all records of a topic as they are, in the order of each partition.
     *
     * @throws StackException if Kafka does not answer
     */
    public void readBytes(String topic, Consumer<ConsumerRecord<byte[], byte[]>> records) {
        read(topic, Long.MAX_VALUE, new ByteArrayDeserializer(), records);
    }

    private <T> boolean read(
            String topic,
            long most,
            Deserializer<T> deserializer,
            Consumer<ConsumerRecord<T, T>> records) {
        try (KafkaConsumer<T, T> consumer =
                new KafkaConsumer<>(settings, deserializer, deserializer)) {
            List<TopicPartition> partitions =
                    consumer.partitionsFor(topic).stream()
                            .map(info -> new TopicPartition(info.topic(), info.partition()))
                            .toList();
            Map<TopicPartition, Long> ends = consumer.endOffsets(partitions);
            consumer.assign(partitions);
            consumer.beginningOffsets(partitions)
                    .forEach(
                            (partition, begin) ->
                                    consumer.seek(
                                            partition,
                                            Math.max(begin, ends.get(partition) - most)));
            while (partitions.stream().anyMatch(p -> consumer.position(p) < ends.get(p))) {
                consumer.poll(POLL_LIMIT).forEach(records);
            }
            return !partitions.isEmpty();
        } catch (KafkaException e) {
            throw unavailable(settings, e);
        }
    }

    public static StackException unavailable(Map<String, Object> settings, Throwable cause) {
        return new StackException(
                "Kafka at %s cannot be used: %s. `hostpulse up` starts a stack, `status` shows it."
                        .formatted(
                                settings.get("bootstrap.servers"), withoutStop(messageOf(cause))),
                cause);
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
