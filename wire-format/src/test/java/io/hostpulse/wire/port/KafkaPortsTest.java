package io.hostpulse.wire.port;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class KafkaPortsTest {

    private static final byte[] KAFKA = {0, 0, 1, 44, 0x48, 0x50, 0x1c, (byte) 0xe7};
    private static final byte[] TLS = {21, 3, 3, 0, 2, 2, 10};
    private static final byte[] HTTP =
            "HTTP/1.1 400 Bad Request".getBytes(StandardCharsets.US_ASCII);
    private static final byte[] MAIL = "220 mail.example".getBytes(StandardCharsets.US_ASCII);

    /** Nothing listens there: it is reserved, see RFC 6335. */
    private static final String NOBODY = "127.0.0.1:1";

    private List<AnsweringPort> servers = List.of();

    @AfterEach
    void stop() {
        servers.forEach(AnsweringPort::close);
    }

    @Test
    void whatIsNotKafkaIsNamed() {
        KafkaPorts http = ports("PLAINTEXT", HTTP);
        assertThat(http.findWrongServer())
                .contains(
                        http.bootstrapServers()
                                + " is not Kafka: it answers HTTP; give the address of a broker");
        assertThat(http.findProblem()).isEqualTo(http.findWrongServer());
        stop();

        assertThat(ports("SASL_SSL", MAIL).findWrongServer().orElseThrow())
                .contains("is not Kafka: it answers with bytes that no broker sends");
    }

    @Test
    void tlsIsRightForAClientWithItAndWrongForOneWithout() {
        assertThat(ports("SSL", TLS).findWrongServer()).isEmpty();
        stop();
        assertThat(ports("PLAINTEXT", TLS).findWrongServer().orElseThrow())
                .contains("it speaks TLS, and security.protocol PLAINTEXT does not");
        stop();
        assertThat(ports("sasl_ssl", KAFKA).findWrongServer().orElseThrow())
                .contains("it speaks no TLS");
        stop();
        assertThat(ports("SASL_PLAINTEXT", KAFKA).findWrongServer()).isEmpty();
    }

    @Test
    void oneBrokerIsEnoughToRunButEveryWrongAddressIsAProblem() {
        KafkaPorts ports = ports("PLAINTEXT", HTTP, KAFKA);

        assertThat(ports.findWrongServer()).isEmpty();
        assertThat(ports.findProblem().orElseThrow()).contains("it answers HTTP");
    }

    @Test
    void nobodyMayBecomeABroker() {
        KafkaPorts ports = new KafkaPorts(NOBODY, "PLAINTEXT");

        assertThat(ports.findWrongServer()).isEmpty();
        assertThat(ports.findProblem().orElseThrow())
                .startsWith("Kafka at " + NOBODY + " cannot be reached");
    }

    @Test
    void whatIsNoAddressIsLeftToTheClientToRefuse() {
        assertThat(new KafkaPorts("nonsense", "PLAINTEXT").findWrongServer()).isEmpty();
        assertThat(new KafkaPorts("[::1]:99999", "PLAINTEXT").findWrongServer()).isEmpty();
    }

    private KafkaPorts ports(String protocol, byte[]... answers) {
        servers = Stream.of(answers).map(AnsweringPort::new).toList();
        return new KafkaPorts(
                servers.stream().map(AnsweringPort::address).collect(Collectors.joining(", ")),
                protocol);
    }
}
