package io.hostpulse.job.kafka;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.hostpulse.wire.JobAnnouncement;
import io.hostpulse.wire.Topics;
import java.util.List;
import java.util.Properties;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.errors.UnknownTopicOrPartitionException;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Publishes what a job computes. A job without its announcement detects all the same, so whatever
 * keeps it from being published is a warning.
 */
public final class JobAnnouncer {

    private static final Logger LOG = LoggerFactory.getLogger(JobAnnouncer.class);

    /** A job must not wait long for a Kafka that is away: its tasks can do so better. */
    private static final String LIMIT_MILLIS = "5000";

    private static final String REQUEST_LIMIT_MILLIS = "4000";

    private JobAnnouncer() {}

    /**
     * @param producerProperties of the Kafka that the job writes to
     */
    public static void publish(Properties producerProperties, JobAnnouncement announcement) {
        try {
            requireTopic(producerProperties);
            write(producerProperties, announcement);
        } catch (ExecutionException e) {
            LOG.warn("the job cannot be announced: {}", reason(e.getCause()));
        } catch (KafkaException e) {
            LOG.warn("the job cannot be announced: {}", reason(e));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** A producer would have the broker make it, with settings that are not those it needs. */
    private static void requireTopic(Properties properties)
            throws ExecutionException, InterruptedException {
        Properties admin = new Properties();
        admin.putAll(properties);
        admin.setProperty("default.api.timeout.ms", LIMIT_MILLIS);
        admin.setProperty("request.timeout.ms", REQUEST_LIMIT_MILLIS);
        try (Admin client = Admin.create(admin)) {
            client.describeTopics(List.of(Topics.JOBS)).allTopicNames().get();
        }
    }

    private static void write(Properties properties, JobAnnouncement announcement)
            throws ExecutionException, InterruptedException {
        Properties producing = new Properties();
        producing.putAll(properties);
        producing.setProperty("max.block.ms", LIMIT_MILLIS);
        producing.setProperty("delivery.timeout.ms", LIMIT_MILLIS);
        producing.setProperty("request.timeout.ms", REQUEST_LIMIT_MILLIS);
        try (KafkaProducer<byte[], byte[]> producer =
                new KafkaProducer<>(
                        producing, new ByteArraySerializer(), new ByteArraySerializer())) {
            producer.send(
                            new ProducerRecord<>(
                                    Topics.JOBS,
                                    announcement.groupId().getBytes(UTF_8),
                                    announcement.toJson()))
                    .get();
        }
    }

    private static String reason(Throwable failure) {
        return failure instanceof UnknownTopicOrPartitionException
                ? "there is no topic %s; `hostpulse topics create` makes it".formatted(Topics.JOBS)
                : failure.toString();
    }
}
