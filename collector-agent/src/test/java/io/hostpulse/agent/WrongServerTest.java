package io.hostpulse.agent;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Agents with no more memory than in earnest, at addresses that are not Kafka, or not for long. */
class WrongServerTest {

    private static final byte[] HTTP = "HTTP/1.1 400 Bad Request\r\n\r\n".getBytes(US_ASCII);

    /** To the first question alone, by its number. */
    private static final byte[] LIKE_KAFKA = {0, 0, 0, 6, 0x48, 0x50, 0x1c, (byte) 0xe7, 0, 35};

    private static final Duration LIMIT = Duration.ofMinutes(1);

    @TempDir private Path directory;
    private Process agent;

    @AfterEach
    void endAgent() {
        if (agent != null) {
            agent.destroyForcibly();
        }
    }

    @Test
    void theAgentSaysWhatAnswersAndSpoolsItsSamples() throws Exception {
        try (AnsweringServer server = new AnsweringServer(HTTP)) {
            start(server);

            await().atMost(LIMIT).until(this::hasSpooled);
            assertThat(log()).contains(server.address() + " is not Kafka: it answers HTTP");
            int tries = server.connections();
            await().atMost(LIMIT).until(() -> server.connections() > tries);
            assertThat(agent.isAlive()).isTrue();
        }
    }

    /** The client itself meets it then, and would end for want of memory. */
    @ParameterizedTest
    @ValueSource(strings = {"PLAINTEXT", "SASL_PLAINTEXT"})
    void theAgentSurvivesWhatTurnsOutToBeNoBrokerWhenItIsConnected(String protocol)
            throws Exception {
        try (AnsweringServer server = new AnsweringServer(LIKE_KAFKA, HTTP)) {
            start(
                    server,
                    "--set=kafka.properties.security.protocol=" + protocol,
                    "--set=kafka.properties.sasl.mechanism=PLAIN",
                    "--set=kafka.properties.sasl.jaas.config="
                            + "org.apache.kafka.common.security.plain.PlainLoginModule required"
                            + " username=\"agent\" password=\"secret\";");

            await().atMost(LIMIT).until(() -> log().contains("is not Kafka: it answers HTTP"));
            assertThat(server.connections()).isGreaterThan(2);
            await().atMost(LIMIT).until(this::hasSpooled);
            assertThat(agent.isAlive()).isTrue();
        }
    }

    private void start(AnsweringServer server, String... more) throws IOException {
        List<String> command =
                new ArrayList<>(
                        List.of(
                                Path.of(System.getProperty("java.home"), "bin/java").toString(),
                                "@" + Path.of("jvm.options").toAbsolutePath(),
                                "-cp",
                                System.getProperty("java.class.path"),
                                CollectorAgent.class.getName(),
                                "--bootstrap-servers=" + server.address(),
                                "--host-id=a-host",
                                "--interval=500ms",
                                "--state-dir=" + directory));
        command.addAll(List.of(more));
        agent =
                new ProcessBuilder(command)
                        .redirectErrorStream(true)
                        .redirectOutput(directory.resolve("log").toFile())
                        .start();
    }

    private String log() throws IOException {
        return Files.readString(directory.resolve("log"));
    }

    private boolean hasSpooled() throws IOException {
        Path spool = directory.resolve("spool");
        if (!Files.exists(spool)) {
            return false;
        }
        try (Stream<Path> files = Files.list(spool)) {
            return files.anyMatch(file -> file.toFile().length() > 1000);
        }
    }
}
