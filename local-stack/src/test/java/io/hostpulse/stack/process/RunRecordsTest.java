package io.hostpulse.stack.process;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.hostpulse.stack.Component;
import io.hostpulse.stack.StackException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RunRecordsTest {

    private static final Instant STARTED = Instant.parse("2026-03-01T12:00:00.123Z");

    @TempDir private Path directory;
    private RunRecords records;

    @BeforeEach
    void openRecords() {
        records = new RunRecords(directory.resolve("run"));
    }

    @Test
    void whatIsWrittenIsRead() {
        RunRecord kafka = record(Component.KAFKA);

        records.write(kafka);

        assertThat(records.find(Component.KAFKA)).contains(kafka);
        assertThat(records.find(Component.AGENT)).isEmpty();
    }

    @Test
    void recordsComeInTheOrderOfStarting() {
        records.write(record(Component.AGENT));
        records.write(record(Component.JOBMANAGER));
        records.write(record(Component.KAFKA));

        assertThat(records.all())
                .extracting(RunRecord::component)
                .containsExactly(Component.KAFKA, Component.JOBMANAGER, Component.AGENT);
    }

    @Test
    void removedRecordsAreGone() {
        records.write(record(Component.KAFKA));
        records.write(record(Component.AGENT));

        records.remove(Component.KAFKA);
        assertThat(records.all()).extracting(RunRecord::component).containsExactly(Component.AGENT);

        records.clear();
        assertThat(records.all()).isEmpty();
    }

    @Test
    void aDamagedRecordIsAnErrorThatNamesTheFile() throws IOException {
        records.write(record(Component.KAFKA));
        Path file = directory.resolve("run/kafka.json");
        Files.writeString(file, "{\"pid\": 17}");

        assertThatThrownBy(records::all)
                .isInstanceOf(StackException.class)
                .hasMessageContaining(file.toString());
    }

    @Test
    void theTellingLogIsTheOutputUntilALogIsWritten() throws IOException {
        RunRecord kafka = record(Component.KAFKA);
        assertThat(kafka.tellingLog()).isEqualTo(directory.resolve("kafka.out"));

        Files.writeString(kafka.log(), "a line of this run");
        assertThat(kafka.tellingLog()).isEqualTo(kafka.log());
    }

    @Test
    void aProcessThatRanOutOfMemorySaysSo() throws IOException {
        RunRecord taskManager = record(Component.TASKMANAGER);
        Files.writeString(taskManager.log(), "Task switched to RUNNING\n");
        assertThat(taskManager.tellEnd())
                .isEqualTo("Flink TaskManager has ended; its log is " + taskManager.log());

        Files.writeString(
                directory.resolve("taskmanager.out"),
                "Terminating due to java.lang.OutOfMemoryError: Metaspace\n");
        assertThat(taskManager.tellEnd())
                .startsWith(
                        "Flink TaskManager has ended for want of memory (java.lang.OutOfMemoryError: Metaspace); its log is ");
    }

    @Test
    void aProcessThatSaysThatItsDiskIsFullHasEndedOfThat() throws IOException {
        Launch launch = Launch.of(List.of("serve"), Map.of());
        RunRecord kafka = withFullDisk(launch);

        String cause = "the disk of " + directory + " is full";
        assertThat(kafka.causeOfEnd()).isEqualTo(cause);
        assertThat(kafka.tellEnd()).startsWith("Kafka has ended, " + cause + "; its log is ");

        Files.writeString(directory.resolve("logs/kafka.exit"), "4711 137\n");
        assertThat(kafka.causeOfEnd()).isEqualTo("exit code 137 (killed)");
    }

    /** Such as Elasticsearch, which goes on when there is room again. */
    @Test
    void ofAServerThatACommandHasLeftBehindItIsNotKnown() throws IOException {
        Launch launch = Launch.of(List.of("serve"), Map.of()).leaving(directory.resolve("pid"));

        assertThat(withFullDisk(launch).causeOfEnd())
                .isEqualTo("it ended, its exit code is not known");
    }

    private RunRecord withFullDisk(Launch launch) throws IOException {
        Files.createDirectories(directory.resolve("logs"));
        RunRecord kafka =
                new RunRecord(
                        Component.KAFKA,
                        new ProcessIdentity(4711, 123_456_789, "boot"),
                        STARTED,
                        "127.0.0.1:9092",
                        directory.resolve("logs/kafka.log"),
                        launch);
        Files.writeString(
                kafka.log(), "java.io.IOException: No space left on device\nShutdown completed\n");
        return kafka;
    }

    private RunRecord record(Component component) {
        return new RunRecord(
                component,
                new ProcessIdentity(4711, 123_456_789, "boot"),
                STARTED,
                "127.0.0.1:9092",
                directory.resolve(component.id() + ".log"),
                Launch.of(List.of("serve", "--well"), Map.of("HOME", "/tmp"))
                        .leaving(directory.resolve("pid")));
    }
}
