package io.hostpulse.stack;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.hostpulse.stack.process.RunRecord;
import io.hostpulse.stack.process.ShortCommand;
import io.hostpulse.stack.process.StackProcess;
import io.hostpulse.stack.server.Ports;
import io.hostpulse.wire.Topics;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A disk that is full is named as what has ended Kafka. Needs to mount one, as root may. */
class FullDiskIT {

    private static final Duration LONGEST_WAIT = Duration.ofMinutes(3);
    private static final int RECORD_BYTES = 100_000;

    @TempDir private Path disk;
    @TempDir private Path elsewhere;
    private LocalStack stack;

    @BeforeEach
    void mount() {
        assumeTrue(run("mount", "-t", "tmpfs", "-o", "size=48m", "tmpfs", disk.toString()));
        stack = new LocalStack(StackConfig.onFreePorts(disk));
    }

    @AfterEach
    void unmount() {
        if (stack != null) {
            stack.close();
            run("umount", disk.toString());
        }
        System.clearProperty(DataDirectory.PROPERTY);
    }

    @Test
    void itIsNamedAndNothingIsStartedThatCannotBeRecorded() throws IOException {
        RunRecord kafka = stack.startKafka().process().runRecord();
        stack.prepareTopics();
        fillDisk();
        writeUntilItEnds(kafka);

        String cause = "the disk of " + disk + " is full";
        assertThat(kafka.causeOfEnd()).endsWith(cause);
        assertThat(CommandRun.of("status", "--data-dir", disk.toString()).lines())
                .anyMatch(line -> line.startsWith("Kafka has ended, ") && line.contains(cause));

        assertThatThrownBy(() -> StackProcess.restart(stack.config().data(), kafka))
                .isInstanceOf(UncheckedIOException.class);
        await().atMost(LONGEST_WAIT).until(() -> Ports.isFree(stack.config().kafkaPort()));
    }

    private void fillDisk() {
        byte[] block = new byte[4096];
        try (OutputStream filler = Files.newOutputStream(disk.resolve("filler"))) {
            while (true) {
                filler.write(block);
            }
        } catch (IOException full) {
            assertThat(full).hasMessageContaining("No space left on device");
        }
    }

    private void writeUntilItEnds(RunRecord kafka) {
        Map<String, Object> settings =
                Map.of("bootstrap.servers", kafka.address(), "max.block.ms", "1000");
        try (KafkaProducer<byte[], byte[]> producer =
                new KafkaProducer<>(
                        settings, new ByteArraySerializer(), new ByteArraySerializer())) {
            await().atMost(LONGEST_WAIT)
                    .until(
                            () -> {
                                producer.send(
                                        new ProducerRecord<>(
                                                Topics.SAMPLES, new byte[RECORD_BYTES]));
                                return !kafka.isAlive();
                            });
            producer.close(Duration.ZERO);
        }
    }

    private boolean run(String... command) {
        try {
            return ShortCommand.run(List.of(command), elsewhere.resolve("output")) == 0;
        } catch (StackException noSuchProgram) {
            return false;
        }
    }
}
