package io.hostpulse.agent.check;

import io.hostpulse.agent.publish.ProducerSettings;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AdminClientConfig;
import org.apache.kafka.clients.admin.DescribeTopicsOptions;
import org.apache.kafka.clients.admin.TopicDescription;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.acl.AclOperation;
import org.apache.kafka.common.errors.AuthenticationException;
import org.apache.kafka.common.errors.SslAuthenticationException;
import org.apache.kafka.common.errors.TopicAuthorizationException;
import org.apache.kafka.common.errors.UnknownTopicOrPartitionException;

/**
 * Connects to Kafka as the agent would, with the same addresses, encryption and credentials, and
 * asks for the topic. Creates nothing and sends nothing.
 *
 * @param bootstrapServers Kafka's addresses
 * @param operator the operator's settings of the Kafka client
 * @param patience how long Kafka may take to answer
 */
public record KafkaCheck(
        String bootstrapServers, String topic, Map<String, String> operator, Duration patience) {

    /** What stands in the way of sending, one line each; may hold values of settings. */
    public List<String> findProblems() throws InterruptedException {
        List<String> problems = new ArrayList<>();
        try (Admin admin = Admin.create(settings())) {
            admin.describeCluster().clusterId().get(patience.toMillis(), TimeUnit.MILLISECONDS);
            checkTopic(admin, problems);
        } catch (ExecutionException e) {
            problems.add(explain(e.getCause()));
        } catch (TimeoutException e) {
            problems.add(explain(e));
        } catch (KafkaException e) {
            problems.add("the Kafka client cannot be set up: " + deepest(e).getMessage());
        }
        return problems;
    }

    private Map<String, Object> settings() {
        Map<String, Object> settings = new HashMap<>();
        ProducerSettings.of(bootstrapServers, operator)
                .forEach(
                        (name, value) -> {
                            if (AdminClientConfig.configNames().contains(name)) {
                                settings.put(name, value);
                            }
                        });
        settings.put(AdminClientConfig.DEFAULT_API_TIMEOUT_MS_CONFIG, (int) patience.toMillis());
        settings.put(AdminClientConfig.REQUEST_TIMEOUT_MS_CONFIG, (int) patience.toMillis());
        return settings;
    }

    private void checkTopic(Admin admin, List<String> problems)
            throws ExecutionException, InterruptedException, TimeoutException {
        TopicDescription description =
                admin.describeTopics(
                                Set.of(topic),
                                new DescribeTopicsOptions().includeAuthorizedOperations(true))
                        .allTopicNames()
                        .get(patience.toMillis(), TimeUnit.MILLISECONDS)
                        .get(topic);
        Set<AclOperation> allowed = description.authorizedOperations();
        if (allowed != null && !allowed.contains(AclOperation.WRITE)) {
            problems.add("may not write to topic " + topic + "; grant WRITE on it");
        }
    }

    private String explain(Throwable cause) {
        String where = "Kafka at " + bootstrapServers;
        if (cause instanceof UnknownTopicOrPartitionException) {
            return where + " has no topic " + topic + "; create it, or give another name";
        }
        if (cause instanceof TopicAuthorizationException) {
            return where + " does not let this client see topic " + topic + "; grant WRITE on it";
        }
        if (cause instanceof SslAuthenticationException) {
            return where + ": encryption cannot be agreed on: " + deepest(cause).getMessage();
        }
        if (cause instanceof AuthenticationException) {
            return where + " refuses the credentials: " + cause.getMessage();
        }
        return where
                + " does not answer within "
                + patience.toMillis()
                + " ms; check the addresses, and whether it wants encryption or credentials"
                + " (security.protocol)"
                + (cause.getMessage() == null ? "" : ": " + cause.getMessage());
    }

    private static Throwable deepest(Throwable failure) {
        Throwable deepest = failure;
        while (deepest.getCause() != null && deepest.getCause() != deepest) {
            deepest = deepest.getCause();
        }
        return deepest;
    }
}
