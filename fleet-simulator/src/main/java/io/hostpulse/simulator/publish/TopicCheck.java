package io.hostpulse.simulator.publish;

import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AdminClientConfig;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.errors.UnknownTopicOrPartitionException;

/** Asks Kafka for a topic before anything is sent, so that a wrong address shows at once. */
final class TopicCheck {

    private TopicCheck() {}

    /**
     * @throws BrokerUnavailableException if Kafka does not answer in time or has no such topic
     */
    static void requireTopic(Map<String, Object> settings, String topic, Duration within)
            throws BrokerUnavailableException {
        String bootstrapServers =
                String.valueOf(settings.get(AdminClientConfig.BOOTSTRAP_SERVERS_CONFIG));
        int timeoutMillis = (int) within.toMillis();
        Admin admin;
        try {
            Map<String, Object> asking = new HashMap<>(settings);
            asking.put(AdminClientConfig.REQUEST_TIMEOUT_MS_CONFIG, timeoutMillis);
            asking.put(AdminClientConfig.DEFAULT_API_TIMEOUT_MS_CONFIG, timeoutMillis);
            admin = Admin.create(asking);
        } catch (KafkaException e) {
            throw new BrokerUnavailableException(
                    "'" + bootstrapServers + "' is no address of Kafka: " + innermost(e), e);
        }
        try {
            admin.describeTopics(List.of(topic))
                    .allTopicNames()
                    .get(timeoutMillis, TimeUnit.MILLISECONDS);
        } catch (ExecutionException e) {
            if (e.getCause() instanceof UnknownTopicOrPartitionException) {
                throw new BrokerUnavailableException(
                        "Kafka at " + bootstrapServers + " has no topic " + topic, e);
            }
            throw unreachable(bootstrapServers, within, e);
        } catch (TimeoutException e) {
            throw unreachable(bootstrapServers, within, e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new BrokerUnavailableException(
                    "interrupted while waiting for Kafka at " + bootstrapServers, e);
        } finally {
            admin.close(Duration.ZERO);
        }
    }

    private static BrokerUnavailableException unreachable(
            String bootstrapServers, Duration within, Exception cause) {
        return new BrokerUnavailableException(
                "Kafka at "
                        + bootstrapServers
                        + " does not answer within "
                        + within.toMillis()
                        + " ms",
                cause);
    }

    private static String innermost(Throwable failure) {
        Throwable cause = failure;
        while (cause.getCause() != null) {
            cause = cause.getCause();
        }
        return cause.getMessage();
    }
}
