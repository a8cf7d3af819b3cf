package io.hostpulse.stack;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** A real agent at a real broker with mutual TLS and each kind of credentials, right and wrong. */
@ExtendWith(SharedSecureKafka.class)
class AgentSecurityIT {

    private static final Duration LONGEST_WAIT = Duration.ofMinutes(3);
    private static final String RIGHT = SecureKafka.PASSWORD;
    private static final String WRONG = "the-wrong-password";

    private final SecureKafka kafka;
    private final ClientSettings settings;

    @TempDir private Path state;
    private AgentProcess agent;

    AgentSecurityIT(SecureKafka kafka) {
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
    void samplesArriveWithTheRightPasswordOfScram() throws Exception {
        assertThatSamplesArrive(settings.scram(SecureKafka.WRITER));
    }

    @Test
    void samplesArriveWithTheRightPasswordOfPlain() throws Exception {
        assertThatSamplesArrive(settings.plain(SecureKafka.WRITER));
    }

    @Test
    void samplesArriveWithATokenForTheRightSecret() throws Exception {
        assertThatSamplesArrive(settings.oauth(SecureKafka.WRITER));
    }

    @Test
    void aWrongPasswordOfScramIsToldOnceAndTheAgentGoesOn() throws Exception {
        assertThatTheAgentGoesOn(
                settings.scram(SecureKafka.WRITER),
                WRONG,
                "Authentication failed",
                "invalid credentials");
    }

    @Test
    void aWrongPasswordOfPlainIsToldOnceAndTheAgentGoesOn() throws Exception {
        assertThatTheAgentGoesOn(
                settings.plain(SecureKafka.WRITER),
                WRONG,
                "Authentication failed: Invalid username or password");
    }

    @Test
    void aWrongSecretForTheTokenServerIsToldOnceAndTheAgentGoesOn() throws Exception {
        assertThatTheAgentGoesOn(
                settings.oauth(SecureKafka.WRITER), WRONG, "401", "invalid_client");
    }

    @Test
    void aTokenThatTheBrokerDoesNotBelieveIsToldOnceAndTheAgentGoesOn() throws Exception {
        assertThatTheAgentGoesOn(settings.oauth(TokenServer.FORGER), RIGHT, "invalid_token");
    }

    @Test
    void anAgentWithoutTlsIsToldOnceAndGoesOn() throws Exception {
        assertThatTheAgentGoesOn("", RIGHT, "security.protocol");
    }

    private void assertThatSamplesArrive(String properties) throws Exception {
        agent.start("run", kafka.address(), properties, RIGHT);

        try (SampleTopic topic = new SampleTopic(kafka.innerAddress())) {
            await().atMost(LONGEST_WAIT).until(() -> agent.hasSamplesIn(topic));
        }
        assertThat(agent.lines()).noneMatch(line -> line.contains("WARN"));
        assertThat(agent.isAlive()).isTrue();
        assertNoOutputHoldsASecret();
    }

    private void assertThatTheAgentGoesOn(String properties, String password, String... reasons)
            throws Exception {
        agent.start("run", kafka.address(), properties, password);

        await().atMost(LONGEST_WAIT).until(() -> agent.spooledBytes() > 0);
        long spooled = agent.spooledBytes();
        await().atMost(LONGEST_WAIT).until(() -> agent.spooledBytes() > 2 * spooled);
        await().atMost(LONGEST_WAIT)
                .until(
                        () ->
                                agent.lines().stream()
                                        .filter(line -> line.contains("WARN"))
                                        .anyMatch(line -> line.contains(reasons[0])));

        assertThat(agent.isAlive()).isTrue();
        assertThat(agent.lines())
                .filteredOn(line -> line.contains("WARN"))
                // where a machine is so busy that nothing is known for seconds
                .filteredOn(line -> !line.contains("cannot be reached, or does not have the topic"))
                .singleElement()
                .asString()
                .contains("Kafka at " + kafka.address() + " takes no samples")
                .contains(reasons);
        assertThat(agent.lines()).noneMatch(line -> line.startsWith("\tat "));
        try (SampleTopic topic = new SampleTopic(kafka.innerAddress())) {
            assertThat(agent.hasSamplesIn(topic)).isFalse();
        }
        assertNoOutputHoldsASecret();
    }

    private void assertNoOutputHoldsASecret() throws Exception {
        List<String> secrets = new ArrayList<>(kafka.givenTokens());
        secrets.addAll(List.of(RIGHT, WRONG));
        assertThat(kafka.outputs()).hasSizeGreaterThanOrEqualTo(3);
        assertThat(Stream.concat(kafka.outputs().stream(), Stream.of(agent.output())))
                .allSatisfy(file -> assertThat(file).content().doesNotContain(secrets));
    }
}
