package io.hostpulse.agent.check;

import io.hostpulse.agent.publish.ProducerSettings;
import io.hostpulse.wire.HumanDuration;
import io.hostpulse.wire.port.KafkaPorts;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AdminClientConfig;
import org.apache.kafka.clients.admin.DescribeTopicsOptions;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.KafkaFuture;
import org.apache.kafka.common.acl.AclOperation;
import org.apache.kafka.common.config.SaslConfigs;
import org.apache.kafka.common.security.auth.SecurityProtocol;

/**
 * Connects to Kafka as the agent would, with the same addresses, encryption and credentials, and
 * asks for the topic. Creates nothing and sends nothing.
 *
 * @param bootstrapServers Kafka's addresses
 * @param operator the operator's settings of the Kafka client
 * @param patience how long Kafka may take to answer a request
 */
public record KafkaCheck(
        String bootstrapServers, String topic, Map<String, String> operator, Duration patience) {

    /** What stands in the way of sending; may hold values of settings. */
    public Optional<String> findProblem() throws InterruptedException {
        Optional<String> problem = new KafkaPorts(bootstrapServers, protocol()).findProblem();
        if (problem.isPresent()) {
            return problem;
        }
        try (Admin admin = Admin.create(settings())) {
            boolean mayWrite =
                    rights(admin)
                            .get(patience.toMillis(), TimeUnit.MILLISECONDS)
                            .contains(AclOperation.WRITE);
            return mayWrite
                    ? Optional.empty()
                    : Optional.of(atKafka(KafkaRefusal.mayNotWrite(topic)));
        } catch (ExecutionException e) {
            return Optional.of(
                    atKafka(KafkaRefusal.ofRequest(e.getCause(), topic).orElseGet(this::silence)));
        } catch (TimeoutException e) {
            return Optional.of(atKafka(silence()));
        } catch (KafkaException e) {
            return Optional.of(KafkaRefusal.ofSetup(e));
        }
    }

    /** All of them where there is no access control, or where the broker is too old to tell. */
    private KafkaFuture<Set<AclOperation>> rights(Admin admin) {
        return admin.describeTopics(
                        Set.of(topic),
                        new DescribeTopicsOptions().includeAuthorizedOperations(true))
                .allTopicNames()
                .thenApply(topics -> topics.get(topic).authorizedOperations())
                .thenApply(told -> told == null ? Set.of(AclOperation.values()) : told);
    }

    private Map<String, Object> settings() {
        int patienceMillis = (int) patience.toMillis();
        Map<String, Object> settings = new HashMap<>();
        ProducerSettings.of(bootstrapServers, operator)
                .forEach(
                        (name, value) -> {
                            if (AdminClientConfig.configNames().contains(name)) {
                                settings.put(name, value);
                            }
                        });
        settings.put(AdminClientConfig.DEFAULT_API_TIMEOUT_MS_CONFIG, patienceMillis);
        settings.put(AdminClientConfig.REQUEST_TIMEOUT_MS_CONFIG, patienceMillis);
        settings.put(SaslConfigs.SASL_LOGIN_CONNECT_TIMEOUT_MS, patienceMillis);
        settings.put(SaslConfigs.SASL_LOGIN_READ_TIMEOUT_MS, patienceMillis);
        // all attempts to get a token together
        settings.put(SaslConfigs.SASL_LOGIN_RETRY_BACKOFF_MAX_MS, (long) patienceMillis);
        return settings;
    }

    private String protocol() {
        return ProducerSettings.protocol(operator);
    }

    private String atKafka(String what) {
        return "Kafka at " + bootstrapServers + ": " + what;
    }

    private String silence() {
        String credentials =
                switch (SecurityProtocol.forName(protocol())) {
                    case PLAINTEXT ->
                            "if it wants credentials, set security.protocol to SASL_PLAINTEXT; else ";
                    case SSL -> "if it wants credentials, set security.protocol to SASL_SSL; else ";
                    case SASL_PLAINTEXT, SASL_SSL -> "";
                };
        return "it does not answer within "
                + HumanDuration.format(patience)
                + "; "
                + credentials
                + "see that it is well, and that its advertised.listeners can be reached from here";
    }
}
