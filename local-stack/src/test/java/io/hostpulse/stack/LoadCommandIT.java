package io.hostpulse.stack;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A load that a real broker does not take whole. */
class LoadCommandIT {

    private static final Duration LONGEST_WAIT = Duration.ofMinutes(3);
    private static final Pattern TAKEN =
            Pattern.compile(
                    "Kafka has taken (\\d+) of \\d+ records, of 3 hosts, from 2\\S+Z to 2\\S+Z\\. .*");

    @TempDir private Path directory;
    private LocalStack stack;

    @AfterEach
    void stop() {
        stack.close();
    }

    @Test
    void whatMustComeIsToldOfThePartThatKafkaHasTaken() throws Exception {
        stack = new LocalStack(StackConfig.onFreePorts(directory.resolve("data")));
        String kafka = stack.startKafka().address();
        stack.prepareTopics();
        Path impatient =
                Files.writeString(
                        directory.resolve("kafka.properties"),
                        "delivery.timeout.ms=2000\nrequest.timeout.ms=1000\nmax.block.ms=2000\n");
        CompletableFuture<Void> end = CompletableFuture.runAsync(() -> endKafkaWithSamples(kafka));

        CommandRun load =
                CommandRun.of(
                        "load",
                        "--hosts=3",
                        "--interval=1s",
                        "--duration=10s",
                        "--bootstrap-servers=" + kafka,
                        "--kafka-config=" + impatient);

        end.join();
        assertThat(load.exitCode()).isEqualTo(1);
        Matcher taken =
                load.lines().stream()
                        .map(TAKEN::matcher)
                        .filter(Matcher::matches)
                        .findFirst()
                        .orElseThrow(() -> new AssertionError(load.output()));
        int count = Integer.parseInt(taken.group(1));
        assertThat(count).isBetween(6, 29);
        assertThat(load.output())
                .contains("Stopped early, sent %d records".formatted(count))
                .contains("What must come of the %d records that Kafka has taken:".formatted(count))
                .contains("samples     %d distinct".formatted(count))
                .contains("has not taken");
        stack.startKafka();
        try (SampleTopic topic = new SampleTopic(kafka)) {
            await().atMost(LONGEST_WAIT).until(() -> topic.read().size() >= count);
        }
    }

    private void endKafkaWithSamples(String kafka) {
        try (SampleTopic topic = new SampleTopic(kafka)) {
            await().atMost(LONGEST_WAIT).until(() -> topic.read().size() >= 6);
        }
        stack.close();
    }
}
