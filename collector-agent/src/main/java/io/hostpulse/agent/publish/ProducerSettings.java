package io.hostpulse.agent.publish;

import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import org.apache.kafka.clients.CommonClientConfigs;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.common.config.SaslConfigs;
import org.apache.kafka.common.security.oauthbearer.ClientJwtValidator;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.StringSerializer;

/** Settings of the Kafka producer: every sample once, in order, and little memory. */
public final class ProducerSettings {

    /** What delivery rests on, and what has an option of its own; these cannot be changed. */
    public static final Set<String> FIXED =
            Set.of(
                    ProducerConfig.BOOTSTRAP_SERVERS_CONFIG,
                    ProducerConfig.ACKS_CONFIG,
                    ProducerConfig.ENABLE_IDEMPOTENCE_CONFIG,
                    ProducerConfig.RETRIES_CONFIG,
                    ProducerConfig.DELIVERY_TIMEOUT_MS_CONFIG,
                    ProducerConfig.MAX_BLOCK_MS_CONFIG,
                    ProducerConfig.KEY_SERIALIZER_CLASS_CONFIG,
                    ProducerConfig.VALUE_SERIALIZER_CLASS_CONFIG,
                    ProducerConfig.TRANSACTIONAL_ID_CONFIG);

    private ProducerSettings() {}

    /**
     * The producer's settings.
     *
     * @param operator what the operator sets, such as TLS and authentication; goes before all but
     *     the {@link #FIXED} ones
     */
    public static Map<String, Object> of(String bootstrapServers, Map<String, String> operator) {
        Map<String, Object> settings = new HashMap<>();
        settings.put(ProducerConfig.CLIENT_ID_CONFIG, "hostpulse-agent");
        settings.put(ProducerConfig.COMPRESSION_TYPE_CONFIG, "lz4");
        // for who chooses zstd: takes less memory than Kafka's level 3, for 2 % more bytes
        settings.put(ProducerConfig.COMPRESSION_ZSTD_LEVEL_CONFIG, 1);
        settings.put(ProducerConfig.LINGER_MS_CONFIG, 0);
        settings.put(ProducerConfig.BUFFER_MEMORY_CONFIG, 4L * 1024 * 1024);
        settings.put(ProducerConfig.RECONNECT_BACKOFF_MAX_MS_CONFIG, 2000L);
        // nobody asks for them, and they cost memory
        settings.put(ProducerConfig.ENABLE_METRICS_PUSH_CONFIG, false);
        settings.put(CommonClientConfigs.METRIC_REPORTER_CLASSES_CONFIG, "");
        // the default one needs a library for what brokers do with tokens
        settings.put(
                SaslConfigs.SASL_OAUTHBEARER_JWT_VALIDATOR_CLASS,
                ClientJwtValidator.class.getName());
        // of the exchange of credentials for a token, which has no limit by default
        settings.put(SaslConfigs.SASL_LOGIN_CONNECT_TIMEOUT_MS, 10_000);
        settings.put(SaslConfigs.SASL_LOGIN_READ_TIMEOUT_MS, 10_000);
        settings.putAll(operator);
        settings.put(ProducerConfig.BOOTSTRAP_SERVERS_CONFIG, bootstrapServers);
        settings.put(ProducerConfig.ACKS_CONFIG, "all");
        settings.put(ProducerConfig.ENABLE_IDEMPOTENCE_CONFIG, true);
        settings.put(ProducerConfig.RETRIES_CONFIG, Integer.MAX_VALUE);
        // a sample is given up by this agent's queue alone, so that order is kept through any
        // outage
        settings.put(ProducerConfig.DELIVERY_TIMEOUT_MS_CONFIG, Integer.MAX_VALUE);
        settings.put(ProducerConfig.MAX_BLOCK_MS_CONFIG, 2000L);
        settings.put(ProducerConfig.KEY_SERIALIZER_CLASS_CONFIG, StringSerializer.class.getName());
        settings.put(
                ProducerConfig.VALUE_SERIALIZER_CLASS_CONFIG, ByteArraySerializer.class.getName());
        return settings;
    }

    /** Kafka's name of how the operator's settings have it spoken to, such as SASL_SSL. */
    public static String protocol(Map<String, String> operator) {
        return operator.getOrDefault(
                CommonClientConfigs.SECURITY_PROTOCOL_CONFIG,
                CommonClientConfigs.DEFAULT_SECURITY_PROTOCOL);
    }
}
