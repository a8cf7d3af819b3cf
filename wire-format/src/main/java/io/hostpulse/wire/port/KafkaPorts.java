package io.hostpulse.wire.port;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The ports that a client of Kafka's would connect to, looked at before it does: the client takes
 * the first bytes of any answer for the length of a message, and reserves that much memory. "HTTP"
 * is more than a gigabyte, an alert of TLS a third of one.
 *
 * @param bootstrapServers {@code host:port} separated by commas
 * @param securityProtocol as Kafka names it, such as {@code SASL_SSL}
 */
public record KafkaPorts(String bootstrapServers, String securityProtocol) {

    /** The name of the setting for {@link #securityProtocol}. */
    public static final String SECURITY_PROTOCOL = "security.protocol";

    /** Kafka's own default for it. */
    public static final String DEFAULT_SECURITY_PROTOCOL = "PLAINTEXT";

    /** As Kafka's client reads it: a protocol may go before, and brackets around. */
    private static final Pattern ADDRESS =
            Pattern.compile("(?:.*://)?\\[?(?<host>[^\\[\\]/]+)]?:(?<port>\\d{1,5})");

    private static final int HIGHEST_PORT = 0xffff;

    private static final Duration PATIENCE = Duration.ofSeconds(2);

    /**
     * Why no client can get through at any of the addresses that answer; empty if one may, or if
     * none answers, for they may do so later.
     */
    public Optional<String> findWrongServer() {
        Optional<String> wrong = Optional.empty();
        for (String server : servers()) {
            try {
                PortSpeech speech = PortSpeech.at(address(server), PATIENCE);
                Optional<String> problem = problem(server, speech);
                if (problem.isEmpty() && speech != PortSpeech.NOTHING) {
                    return Optional.empty();
                }
                wrong = wrong.or(() -> problem);
            } catch (IOException unreachable) {
                // the client goes on trying
            }
        }
        return wrong;
    }

    /**
     * What is wrong with the first address that is not right; empty if a client may get through.
     */
    public Optional<String> findProblem() {
        List<String> unreachable = new ArrayList<>();
        for (String server : servers()) {
            try {
                Optional<String> problem =
                        problem(server, PortSpeech.at(address(server), PATIENCE));
                if (problem.isPresent()) {
                    return problem;
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

    /** Whether Kafka answers at any of the addresses. */
    public boolean isAnswered() {
        for (String server : servers()) {
            try {
                if (PortSpeech.at(address(server), PATIENCE) == PortSpeech.KAFKA) {
                    return true;
                }
            } catch (IOException unreachable) {
                // the next may answer
            }
        }
        return false;
    }

    private Optional<String> problem(String server, PortSpeech speech) {
        return switch (speech) {
            case NOTHING -> Optional.empty();
            case KAFKA ->
                    usesTls()
                            ? Optional.of("Kafka at " + server + speaksNoTls())
                            : Optional.empty();
            case TLS ->
                    usesTls() ? Optional.empty() : Optional.of("Kafka at " + server + speaksTls());
            case HTTP -> Optional.of(notKafka(server, "HTTP"));
            case SSH -> Optional.of(notKafka(server, "SSH"));
            case OTHER -> Optional.of(notKafka(server, "with bytes that no broker sends"));
        };
    }

    private boolean usesTls() {
        return securityProtocol.toUpperCase(Locale.ROOT).endsWith("SSL");
    }

    private static String notKafka(String server, String answer) {
        return server + " is not Kafka: it answers " + answer + "; give the address of a broker";
    }

    private String speaksTls() {
        return ": it speaks TLS, and security.protocol "
                + securityProtocol
                + " does not; set it to SASL_SSL, or to SSL if Kafka wants no credentials";
    }

    private String speaksNoTls() {
        return ": it speaks no TLS, and security.protocol "
                + securityProtocol
                + " does; set it to SASL_PLAINTEXT, or to PLAINTEXT if Kafka wants no credentials,"
                + " or give the address of a port with TLS";
    }

    private List<String> servers() {
        return List.of(bootstrapServers.strip().split("\\s*,\\s*"));
    }

    /**
     * @throws UnknownHostException if it is no address, as if it were one that nobody has
     */
    private static InetSocketAddress address(String server) throws UnknownHostException {
        Matcher address = ADDRESS.matcher(server);
        int port = address.matches() ? Integer.parseInt(address.group("port")) : -1;
        if (port < 0 || port > HIGHEST_PORT) {
            throw new UnknownHostException(server);
        }
        return new InetSocketAddress(address.group("host"), port);
    }
}
