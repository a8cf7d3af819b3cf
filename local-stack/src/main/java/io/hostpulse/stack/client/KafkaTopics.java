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

/** The topics of docs/data-model.md, on a cluster of one broker. */
public final class KafkaTopics {

    private static final int PARTITIONS_FOR_HOSTS = 4;
    private static final short REPLICAS = 1;

    private static final String CLEANUP = "cleanup.policy";
    private static final String RETENTION = "retention.ms";
    private static final String TOMBSTONE_RETENTION = "delete.retention.ms";

    /** Hosts with wrong clocks send samples that the broker would refuse as too far ahead. */
    private static final String LARGEST_LEAD = "message.timestamp.after.max.ms";

    private static final String ANY = Long.toString(Long.MAX_VALUE);

    private static final List<NewTopic> TOPICS =
            List.of(
                    topic(
                            Topics.SAMPLES,
                            PARTITIONS_FOR_HOSTS,
                            Map.of(LARGEST_LEAD, ANY, RETENTION, days(7))),
                    topic(
                            Topics.WINDOWS,
                            PARTITIONS_FOR_HOSTS,
                            Map.of(LARGEST_LEAD, ANY, RETENTION, days(7))),
                    topic(
                            Topics.ALERTS,
                            1,
                            Map.of(
                                    LARGEST_LEAD,
                                    ANY,
                                    CLEANUP,
                                    "compact,delete",
                                    RETENTION,
                                    days(90))),
                    topic(Topics.HOSTS, 1, Map.of(LARGEST_LEAD, ANY, CLEANUP, "compact")),
                    // a stock rule that was deleted must stay deleted, so its tombstone stays long
                    topic(
                            Topics.RULES,
                            1,
                            Map.of(CLEANUP, "compact", TOMBSTONE_RETENTION, days(3650))),
                    topic(Topics.DEAD_LETTERS, 1, Map.of(LARGEST_LEAD, ANY, RETENTION, days(30))));

    private KafkaTopics() {}

    /**
     * Creates the topics that are missing and leaves the others as they are.
     *
     * @return the names of those created
     */
    public static List<String> createMissing(String bootstrapServers) {
        try (Admin admin = Admin.create(Map.of("bootstrap.servers", bootstrapServers))) {
            Set<String> present = admin.listTopics().names().get();
            List<NewTopic> missing =
                    TOPICS.stream().filter(topic -> !present.contains(topic.name())).toList();
            admin.createTopics(missing).all().get();
            return missing.stream().map(NewTopic::name).toList();
        } catch (ExecutionException e) {
            throw new StackException(
                    "Kafka does not create the topics: " + e.getCause().getMessage() + ".", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new StackException("interrupted while topics were created", e);
        }
    }

    private static NewTopic topic(String name, int partitions, Map<String, String> settings) {
        return new NewTopic(name, partitions, REPLICAS).configs(settings);
    }

    private static String days(long days) {
        return Long.toString(Duration.ofDays(days).toMillis());
    }
}
