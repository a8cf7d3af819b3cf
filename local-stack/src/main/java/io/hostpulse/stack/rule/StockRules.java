package io.hostpulse.stack.client;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import io.hostpulse.stack.StackException;
import io.hostpulse.wire.Topics;
import io.hostpulse.wire.rule.InvalidRuleException;
import io.hostpulse.wire.rule.RuleReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.stream.Stream;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.apache.kafka.common.serialization.StringSerializer;

/** The alert rules that come with the system, one YAML file each. */
public final class StockRules {

    private static final Duration POLL_LIMIT = Duration.ofSeconds(1);
    private static final YAMLMapper YAML = new YAMLMapper();

    private StockRules() {}

    /**
     * Publishes the rules that the topic does not know yet. A rule that was changed or deleted
     * there stays as it is.
     *
     * @param directory of {@code *.yaml} files
     * @return ids of those published
     */
    public static List<String> publishMissing(String bootstrapServers, Path directory) {
        Map<String, JsonNode> rules = readAll(directory);
        rules.keySet().removeAll(knownIds(bootstrapServers));
        if (!rules.isEmpty()) {
            publish(bootstrapServers, rules);
        }
        return List.copyOf(rules.keySet());
    }

    /** Rules by id, from every {@code *.yaml} of a directory. */
    static Map<String, JsonNode> readAll(Path directory) {
        Map<String, JsonNode> rules = new TreeMap<>();
        try (Stream<Path> files = Files.list(directory)) {
            for (Path file : files.filter(f -> f.toString().endsWith(".yaml")).toList()) {
                JsonNode tree = read(file);
                if (rules.put(tree.path("id").asText(), tree) != null) {
                    throw new StackException(
                            "The rule "
                                    + file
                                    + " has the id of another rule, "
                                    + tree.path("id")
                                    + ".");
                }
            }
            return rules;
        } catch (IOException e) {
            throw new StackException("The rules cannot be read: " + e.getMessage() + ".", e);
        }
    }

    private static JsonNode read(Path file) throws IOException {
        try {
            JsonNode tree = YAML.readTree(Files.readString(file));
            RuleReader.read(tree);
            return tree;
        } catch (InvalidRuleException e) {
            throw new StackException("The rule " + file + " is wrong: " + e.getMessage(), e);
        } catch (JsonProcessingException e) {
            throw new StackException(
                    "The rule " + file + " is no YAML: " + e.getOriginalMessage(), e);
        }
    }

    private static Set<String> knownIds(String bootstrapServers) {
        Map<String, Object> settings =
                Map.of("bootstrap.servers", bootstrapServers, "enable.auto.commit", false);
        try (KafkaConsumer<String, String> consumer =
                new KafkaConsumer<>(settings, new StringDeserializer(), new StringDeserializer())) {
            List<TopicPartition> partitions =
                    consumer.partitionsFor(Topics.RULES).stream()
                            .map(info -> new TopicPartition(info.topic(), info.partition()))
                            .toList();
            Map<TopicPartition, Long> ends = consumer.endOffsets(partitions);
            consumer.assign(partitions);
            consumer.seekToBeginning(partitions);
            Set<String> ids = new HashSet<>();
            while (partitions.stream().anyMatch(p -> consumer.position(p) < ends.get(p))) {
                consumer.poll(POLL_LIMIT).forEach(record -> ids.add(record.key()));
            }
            return ids;
        }
    }

    private static void publish(String bootstrapServers, Map<String, JsonNode> rules) {
        try (KafkaProducer<String, String> producer =
                new KafkaProducer<>(
                        Map.of("bootstrap.servers", bootstrapServers),
                        new StringSerializer(),
                        new StringSerializer())) {
            List<Future<?>> sent = new ArrayList<>();
            rules.forEach(
                    (id, rule) ->
                            sent.add(
                                    producer.send(
                                            new ProducerRecord<>(
                                                    Topics.RULES, id, rule.toString()))));
            for (Future<?> record : sent) {
                record.get();
            }
        } catch (ExecutionException e) {
            throw new UncheckedIOException(
                    new IOException("Kafka does not take the rules", e.getCause()));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new StackException("interrupted while rules were published", e);
        }
    }
}
