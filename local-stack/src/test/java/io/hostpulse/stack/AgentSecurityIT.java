package io.hostpulse.stack;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.hostpulse.stack.client.KafkaTopics;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A real agent at a real broker with mutual TLS and SCRAM. */
class AgentSecurityIT {

    private static final Duration LONGEST_WAIT = Duration.ofSeconds(40);
    private static final String USER = "agent";
    private static final String PASSWORD = "the-right-password";
    private static final String WRONG_PASSWORD = "the-wrong-password";

    @TempDir private static Path directory;
    private static SecureKafka kafka;

    @TempDir private Path state;
    private Process agent;

    @BeforeAll
    static void startKafka() throws Exception {
        kafka = new SecureKafka(directory, SourceTree.current());
        kafka.start(USER, PASSWORD);
        KafkaTopics.createMissing(kafka.innerAddress());
    }

    @AfterAll
    static void stopKafka() {
        kafka.close();
    }

    @AfterEach
    void stopAgent() {
        agent.destroy();
        await().atMost(LONGEST_WAIT).until(() -> !agent.isAlive());
    }

    @Test
    void withTheRightCredentialsSamplesArrive() throws Exception {
        startAgent(PASSWORD);

        try (SampleTopic topic = new SampleTopic(kafka.innerAddress())) {
            await().atMost(LONGEST_WAIT).until(() -> hostsIn(topic).contains(hostId()));
        }
        assertThat(log()).noneMatch(line -> line.contains("WARN"));
        assertThat(agent.isAlive()).isTrue();
        assertNoLogHolds(PASSWORD);
    }

    @Test
    void withWrongOnesTheAgentSaysSoOnceAndGoesOn() throws Exception {
        startAgent(WRONG_PASSWORD);

        await().atMost(LONGEST_WAIT).until(() -> spooledBytes() > 0);
        long spooled = spooledBytes();
        await().atMost(LONGEST_WAIT).until(() -> spooledBytes() > 2 * spooled);

        assertThat(agent.isAlive()).isTrue();
        assertThat(log())
                .filteredOn(line -> line.contains("WARN"))
                .singleElement()
                .asString()
                .contains("Kafka at " + kafka.address() + " takes no samples")
                .contains("Authentication failed")
                .contains("invalid credentials");
        assertThat(log()).noneMatch(line -> line.startsWith("\tat "));
        try (SampleTopic topic = new SampleTopic(kafka.innerAddress())) {
            assertThat(hostsIn(topic)).doesNotContain(hostId());
        }
        assertNoLogHolds(WRONG_PASSWORD);
    }

    private void startAgent(String password) throws IOException {
        SourceTree tree = SourceTree.current();
        Path settings =
                Files.writeString(
                        state.resolve("client.properties"),
                        kafka.clientSettings(USER, "KAFKA_PASSWORD"));
        ProcessBuilder builder =
                new ProcessBuilder(
                                Path.of(System.getProperty("java.home"), "bin/java").toString(),
                                "@" + tree.agentJvmOptions(),
                                "-jar",
                                tree.agentJar().toString(),
                                "--bootstrap-servers=" + kafka.address(),
                                "--interval=1s",
                                "--host-id=" + hostId(),
                                "--state-dir=" + state,
                                "--kafka-config=" + settings)
                        .redirectErrorStream(true)
                        .redirectOutput(state.resolve("agent.out").toFile());
        builder.environment().put("KAFKA_PASSWORD", password);
        agent = builder.start();
    }

    /** Of this test alone. */
    private String hostId() {
        return state.getFileName().toString();
    }

    private static List<String> hostsIn(SampleTopic topic) throws Exception {
        return topic.read().stream().map(sample -> sample.getHost().getId()).toList();
    }

    private List<String> log() throws IOException {
        return Files.readAllLines(state.resolve("agent.out"));
    }

    private long spooledBytes() throws IOException {
        Path spool = state.resolve("spool");
        if (!Files.exists(spool)) {
            return 0;
        }
        try (Stream<Path> files = Files.list(spool)) {
            return files.filter(file -> file.toString().endsWith(".segment"))
                    .mapToLong(file -> file.toFile().length())
                    .sum();
        }
    }

    private void assertNoLogHolds(String secret) throws IOException {
        assertThat(outputs(directory)).hasSizeGreaterThanOrEqualTo(3);
        assertThat(outputs(state)).hasSize(1);
        assertThat(Stream.of(directory, state).flatMap(each -> outputs(each).stream()))
                .allSatisfy(file -> assertThat(file).content().doesNotContain(secret));
    }

    private static List<Path> outputs(Path directory) {
        try (Stream<Path> files = Files.list(directory)) {
            return files.filter(file -> file.toString().endsWith(".out")).toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
