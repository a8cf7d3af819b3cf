package io.hostpulse.agent.check;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.kafka.clients.CommonClientConfigs;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.security.auth.SecurityProtocol;

/**
 * The ports that a client would connect to, looked at before it does: Kafka's client without TLS
 * takes what a port with TLS answers for the length of a message, and ends the JVM as out of
 * memory.
 *
 * @param bootstrapServers {@code host:port} separated by commas
 * @param operator the operator's settings of the Kafka client
 */
public record KafkaPorts(String bootstrapServers, Map<String, String> operator) {

    private static final Duration PATIENCE = Duration.ofSeconds(2);

    /**
     * @throws KafkaException if a client without TLS would meet a port with TLS
     */
    public void refuseTlsWithoutTls() {
        if (!usesTls()) {
            for (String server : servers()) {
                try {
                    if (PortSpeech.at(address(server), PATIENCE) == PortSpeech.TLS) {
                        throw new KafkaException(speaksTls());
                    }
                } catch (IOException unreachable) {
                    // the client goes on trying
                }
            }
        }
    }

    /** Why no client with these settings can get through; empty if one may. */
    Optional<String> findProblem() {
        List<String> unreachable = new ArrayList<>();
        for (String server : servers()) {
            try {
                PortSpeech speech = PortSpeech.at(address(server), PATIENCE);
                if (speech == PortSpeech.TLS && !usesTls()) {
                    return Optional.of("Kafka at " + server + ": " + speaksTls());
                }
                if (speech == PortSpeech.KAFKA && usesTls()) {
                    return Optional.of("Kafka at " + server + ": " + speaksNoTls());
                }
            } catch (UnknownHostException e) {
                unreachable.add("the name of " + server + " is not known");
            } catch (IOException e) {
                unreachable.add(server + ": " + e.getMessage());
            }
        }
        return unreachable.size() < servers().size()
                ? Optional.empty()
                : Optional.of(
                        "Kafka at "
                                + bootstrapServers
                                + " cannot be reached ("
                                + String.join("; ", unreachable)
                                + "); start it, or correct kafka.bootstrap-servers");
    }

    /** As the client's settings say. */
    SecurityProtocol protocol() {
        return SecurityProtocol.forName(
                operator.getOrDefault(
                        CommonClientConfigs.SECURITY_PROTOCOL_CONFIG,
                        CommonClientConfigs.DEFAULT_SECURITY_PROTOCOL));
    }

    private boolean usesTls() {
        return switch (protocol()) {
            case SSL, SASL_SSL -> true;
            case PLAINTEXT, SASL_PLAINTEXT -> false;
        };
    }

    private String speaksTls() {
        return "it speaks TLS, and security.protocol "
                + protocol()
                + " does not; set it to SASL_SSL, or to SSL if Kafka wants no credentials";
    }

    private String speaksNoTls() {
        return "it speaks no TLS, and security.protocol "
                + protocol()
                + " does; set it to SASL_PLAINTEXT, or to PLAINTEXT if Kafka wants no credentials,"
                + " or give the address of a port with TLS";
    }

    private List<String> servers() {
        return List.of(bootstrapServers.split("\\s*,\\s*"));
    }

    private static InetSocketAddress address(String server) {
        int colon = server.lastIndexOf(':');
        String host = server.substring(0, colon).replaceAll("^\\[|]$", "");
        return new InetSocketAddress(host, Integer.parseInt(server.substring(colon + 1)));
    }
}
