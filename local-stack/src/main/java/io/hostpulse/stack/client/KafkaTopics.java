package io.hostpulse.stack.client;

import io.hostpulse.stack.StackException;
import io.hostpulse.wire.Topics;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AlterConfigOp;
import org.apache.kafka.clients.admin.Config;
import org.apache.kafka.clients.admin.ConfigEntry;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.config.ConfigResource;

/** The topics of docs/data-model.md. */
public final class KafkaTopics {

    private static final int LOCAL_PARTITIONS = 4;
    private static final short LOCAL_REPLICAS = 1;

    private static final String CLEANUP = "cleanup.policy";
    private static final String RETENTION = "retention.ms";
    private static final String TOMBSTONE_RETENTION = "delete.retention.ms";

    /** Hosts with wrong clocks have documents that the broker would refuse as too far ahead. */
    private static final String LARGEST_LEAD = "message.timestamp.after.max.ms";

    /**
     * Whether a record has the time that its sender or its broker gives it. Samples have the
     * broker's: decision 18.
     */
    private static final String TIMESTAMP = "message.timestamp.type";

    private static final String ON_APPEND = "LogAppendTime";

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

    /**
     * What was done to the topics.
     *
     * @param created names of those that were missing
     * @param stamped whether the topic of samples was there and left their time to the senders
     */
    public record Changes(List<String> created, boolean stamped) {}

    /** As {@link #prepare(Map)}, for one broker without security. */
    public static Changes prepare(String bootstrapServers) {
        return new KafkaTopics(LOCAL_PARTITIONS, LOCAL_REPLICAS)
                .prepare(Map.of("bootstrap.servers", bootstrapServers));
    }

    /**
     * Creates the topics that are missing, and leaves the others as they are, except that the
     * broker is to set the time of samples, which earlier releases left to the agents.
     *
     * @param settings of Kafka's clients, {@code bootstrap.servers} at least
     */
    public Changes prepare(Map<String, Object> settings) {
        try (Admin admin = Admin.create(settings)) {
            Set<String> present = admin.listTopics().names().get();
            List<NewTopic> missing =
                    all().stream().filter(topic -> !present.contains(topic.name())).toList();
            admin.createTopics(missing).all().get();
            return new Changes(
                    missing.stream().map(NewTopic::name).toList(),
                    present.contains(Topics.SAMPLES) && stampOnAppend(admin, Topics.SAMPLES));
        } catch (ExecutionException e) {
            throw new StackException(
                    "Kafka does not prepare the topics: " + e.getCause().getMessage() + ".", e);
        } catch (KafkaException e) {
            throw new StackException("Kafka cannot be used: " + innermost(e).getMessage(), e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new StackException("interrupted while topics were prepared", e);
        }
    }

    /** Has the broker set the time of a topic's records, at a broker without security. */
    public static void stampOnAppend(String bootstrapServers, String topic)
            throws ExecutionException, InterruptedException {
        try (Admin admin = Admin.create(Map.of("bootstrap.servers", bootstrapServers))) {
            stampOnAppend(admin, topic);
        }
    }

    /**
     * @return whether it did not do so before
     */
    private static boolean stampOnAppend(Admin admin, String topic)
            throws ExecutionException, InterruptedException {
        ConfigResource resource = new ConfigResource(ConfigResource.Type.TOPIC, topic);
        Config config = admin.describeConfigs(List.of(resource)).all().get().get(resource);
        if (config.get(TIMESTAMP).value().equals(ON_APPEND)) {
            return false;
        }
        AlterConfigOp change =
                new AlterConfigOp(new ConfigEntry(TIMESTAMP, ON_APPEND), AlterConfigOp.OpType.SET);
        admin.incrementalAlterConfigs(Map.of(resource, List.of(change))).all().get();
        return true;
    }

    /** All of them, with what each needs to be set to. */
    public List<NewTopic> all() {
        return List.of(
                topic(Topics.SAMPLES, partitions, Map.of(TIMESTAMP, ON_APPEND, RETENTION, days(7))),
                topic(Topics.WINDOWS, partitions, Map.of(LARGEST_LEAD, ANY, RETENTION, days(7))),
                topic(
                        Topics.ALERTS,
                        1,
                        Map.of(LARGEST_LEAD, ANY, CLEANUP, "compact,delete", RETENTION, days(90))),
                topic(Topics.HOSTS, 1, Map.of(LARGEST_LEAD, ANY, CLEANUP, "compact")),
                topic(Topics.JOBS, 1, Map.of(CLEANUP, "compact")),
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
