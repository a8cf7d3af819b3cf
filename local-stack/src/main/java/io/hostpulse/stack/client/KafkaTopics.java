package io.hostpulse.stack.client;

import io.hostpulse.stack.StackException;
import io.hostpulse.wire.Topics;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.common.KafkaException;

/** The topics of docs/data-model.md. */
public final class KafkaTopics {

    private static final int LOCAL_PARTITIONS = 4;
    private static final short LOCAL_REPLICAS = 1;

    private static final String CLEANUP = "cleanup.policy";
    private static final String RETENTION = "retention.ms";
    private static final String TOMBSTONE_RETENTION = "delete.retention.ms";

    /** Hosts with wrong clocks send samples that the broker would refuse as too far ahead. */
    private static final String LARGEST_LEAD = "message.timestamp.after.max.ms";

    private static final String ANY = Long.toString(Long.MAX_VALUE);

    private final int partitions;
    private final short replicas;

    /**
     * @param partitions of the topics that carry something of every host
     * @param replicas of every topic
     */
    public KafkaTopics(int partitions, short replicas) {
        this.partitions = partitions;
        this.replicas = replicas;
    }

    /** As {@link #createMissing(Map)}, for one broker without security. */
    public static List<String> createMissing(String bootstrapServers) {
        return new KafkaTopics(LOCAL_PARTITIONS, LOCAL_REPLICAS)
                .createMissing(Map.of("bootstrap.servers", bootstrapServers));
    }

    /**
     * Creates the topics that are missing and leaves the others as they are.
     *
     * @param settings of Kafka's clients, {@code bootstrap.servers} at least
     * @return the names of those created
     */
    public List<String> createMissing(Map<String, Object> settings) {
        try (Admin admin = Admin.create(settings)) {
            Set<String> present = admin.listTopics().names().get();
            List<NewTopic> missing =
                    all().stream().filter(topic -> !present.contains(topic.name())).toList();
            admin.createTopics(missing).all().get();
            return missing.stream().map(NewTopic::name).toList();
        } catch (ExecutionException e) {
            throw new StackException(
                    "Kafka does not create the topics: " + e.getCause().getMessage() + ".", e);
        } catch (KafkaException e) {
            throw new StackException("Kafka cannot be used: " + innermost(e).getMessage(), e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new StackException("interrupted while topics were created", e);
        }
    }

    /** All of them, with what each needs to be set to. */
    public List<NewTopic> all() {
        return List.of(
                topic(Topics.SAMPLES, partitions, Map.of(LARGEST_LEAD, ANY, RETENTION, days(7))),
                topic(Topics.WINDOWS, partitions, Map.of(LARGEST_LEAD, ANY, RETENTION, days(7))),
                topic(
                        Topics.ALERTS,
                        1,
                        Map.of(LARGEST_LEAD, ANY, CLEANUP, "compact,delete", RETENTION, days(90))),
                topic(Topics.HOSTS, 1, Map.of(LARGEST_LEAD, ANY, CLEANUP, "compact")),
                // a stock rule that was deleted must stay deleted, so its tombstone stays long
                topic(Topics.RULES, 1, Map.of(CLEANUP, "compact", TOMBSTONE_RETENTION, days(3650))),
                topic(Topics.DEAD_LETTERS, 1, Map.of(LARGEST_LEAD, ANY, RETENTION, days(30))));
    }

    private NewTopic topic(String name, int ofPartitions, Map<String, String> settings) {
        return new NewTopic(name, ofPartitions, replicas).configs(settings);
    }

    /** Kafka's clients say what is wrong with their settings in the cause. */
    private static Throwable innermost(Throwable failure) {
        return failure.getCause() == null ? failure : innermost(failure.getCause());
    }

    private static String days(long days) {
        return Long.toString(Duration.ofDays(days).toMillis());
    }
}
