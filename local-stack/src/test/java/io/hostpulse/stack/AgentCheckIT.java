package io.hostpulse.stack;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/**
 * {@code collector-agent check} at a real broker: what is wrong, in one sentence, within bounds.
 */
@ExtendWith(SharedSecureKafka.class)
class AgentCheckIT {

    private static final Duration LONGEST_CHECK = Duration.ofSeconds(20);
    private static final String WRONG = "the-wrong-password";

    private final SecureKafka kafka;
    private final ClientSettings settings;

    @TempDir private Path state;
    private AgentProcess agent;

    AgentCheckIT(SecureKafka kafka) {
        this.kafka = kafka;
        this.settings = kafka.clientSettings();
    }

    @BeforeEach
    void newAgent() {
        agent = new AgentProcess(state);
    }

    @AfterEach
    void stopAgent() {
        agent.close();
    }

    @Test
    void allIsWellWithScramPlainAndTokens() throws Exception {
        for (String properties :
                List.of(
                        settings.scram(SecureKafka.WRITER),
                        settings.plain(SecureKafka.WRITER),
                        settings.oauth(SecureKafka.WRITER))) {
            assertThat(check(kafka.address(), properties)).isZero();
            assertThat(agent.lines()).last().asString().startsWith("all is well");
        }
    }

    @Test
    void nothingListens() throws Exception {
        String address = kafka.strayedAddress();

        assertProblem(
                check(address, settings.scram(SecureKafka.WRITER)),
                "Kafka at " + address + " cannot be reached",
                "Connection refused",
                "start it, or correct kafka.bootstrap-servers");
    }

    @Test
    void theNameIsNotKnown() throws Exception {
        assertProblem(
                check("kafka.invalid:9092", ""),
                "cannot be reached (the name of kafka.invalid:9092 is not known)");
    }

    @Test
    void aClientWithoutTlsAtAPortWithTls() throws Exception {
        assertProblem(
                check(kafka.address(), ""),
                "it speaks TLS, and security.protocol PLAINTEXT does not; set it to SASL_SSL");
    }

    @Test
    void aClientWithTlsAtAPortWithoutTls() throws Exception {
        assertProblem(
                check(kafka.innerAddress(), settings.scram(SecureKafka.WRITER)),
                "it speaks no TLS, and security.protocol SASL_SSL does",
                "set it to SASL_PLAINTEXT, or to PLAINTEXT");
    }

    @Test
    void aClientWithoutCredentialsAtAPortThatWantsThem() throws Exception {
        assertProblem(
                check(kafka.address(), "security.protocol=SSL\n" + settings.tls()),
                "if it wants credentials, set security.protocol to SASL_SSL");
    }

    @Test
    void aCertificateThatIsNotTrusted() throws Exception {
        assertProblem(
                check(
                        kafka.address(),
                        settings.scram(SecureKafka.WRITER, settings.trustingAnother())),
                "its certificate is not trusted",
                "put its certificate authority into ssl.truststore.location");
    }

    @Test
    void aCertificateForAnotherAddress() throws Exception {
        assertProblem(
                check(kafka.addressByName(), settings.scram(SecureKafka.WRITER)),
                "its certificate is for another address",
                "localhost",
                "connect to one that the certificate names");
    }

    @Test
    void noCertificateWhereOneIsAskedFor() throws Exception {
        assertProblem(
                check(
                        kafka.address(),
                        settings.scram(SecureKafka.WRITER, settings.withoutCertificate())),
                "it refuses this client's certificate",
                "give one that it trusts in ssl.keystore.location");
    }

    @Test
    void aTruststoreThatIsNotThere() throws Exception {
        assertProblem(
                check(
                        kafka.address(),
                        settings.scram(
                                SecureKafka.WRITER, "ssl.truststore.location=/nowhere/ca.p12\n")),
                "the file /nowhere/ca.p12 cannot be read",
                "correct kafka.properties");
    }

    @Test
    void aWrongPassword() throws Exception {
        for (String properties :
                List.of(settings.scram(SecureKafka.WRITER), settings.plain(SecureKafka.WRITER))) {
            assertProblem(
                    check(kafka.address(), properties, WRONG),
                    "it refuses the credentials",
                    "correct those of sasl.jaas.config");
        }
    }

    @Test
    void aMechanismThatIsNotSwitchedOn() throws Exception {
        String properties = settings.scram(SecureKafka.WRITER).replace("SHA-256", "SHA-512");

        assertProblem(
                check(kafka.address(), properties), "SCRAM-SHA-512", "correct sasl.mechanism");
    }

    @Test
    void aWrongSecretForTheTokenServer() throws Exception {
        assertProblem(
                check(kafka.address(), settings.oauth(SecureKafka.WRITER), WRONG),
                "no credentials for Kafka can be got",
                "401",
                "the sasl.oauthbearer settings");
    }

    @Test
    void aTokenServerThatIsAway() throws Exception {
        String url = "http://" + kafka.strayedAddress() + "/token";

        assertProblem(
                check(kafka.address(), settings.oauth(SecureKafka.WRITER, url)),
                "no credentials for Kafka can be got",
                "Connection refused");
    }

    @Test
    void aTokenThatKafkaDoesNotBelieve() throws Exception {
        assertProblem(
                check(kafka.address(), settings.oauth(TokenServer.FORGER)),
                "it refuses the credentials",
                "invalid_token");
    }

    @Test
    void brokersThatCannotBeReachedAtTheirAdvertisedAddresses() throws Exception {
        assertProblem(
                check(kafka.strayAddress(), ""),
                "Kafka at " + kafka.strayAddress() + ": it does not answer within 5s",
                "that its advertised.listeners can be reached from here");
    }

    @Test
    void theTopicIsMissing() throws Exception {
        assertProblem(
                check(kafka.innerAddress(), "", "", "--topic=another"),
                "it has no topic another; create it, or give another name");
    }

    @Test
    void aUserWhoMayReadButNotWrite() throws Exception {
        assertProblem(
                check(kafka.address(), settings.scram(SecureKafka.READER)),
                "these credentials may not write to topic hostpulse.samples",
                "allow their user WRITE on it");
    }

    @Test
    void aUserWhoMayNotEvenSeeTheTopic() throws Exception {
        assertProblem(
                check(kafka.address(), settings.scram(SecureKafka.STRANGER)),
                "these credentials may not write to topic hostpulse.samples",
                "allow their user WRITE on it");
    }

    private int check(String address, String properties) throws IOException {
        return check(address, properties, SecureKafka.PASSWORD);
    }

    private int check(String address, String properties, String password, String... more)
            throws IOException {
        agent.start("check", address, properties, password, more);
        return agent.awaitEnd(LONGEST_CHECK);
    }

    /** One line follows what the agent would do, which ends with its spool. */
    private void assertProblem(int exitCode, String... words) throws IOException {
        assertThat(exitCode).isEqualTo(1);
        assertThat(agent.lines().stream().dropWhile(line -> !line.startsWith("keeps ")).skip(1))
                .singleElement()
                .asString()
                .contains(words)
                .doesNotContain(SecureKafka.PASSWORD, WRONG);
    }
}
