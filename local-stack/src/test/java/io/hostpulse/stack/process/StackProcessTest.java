package io.hostpulse.stack.process;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.hostpulse.stack.Component;
import io.hostpulse.stack.DataDirectory;
import io.hostpulse.stack.StackException;
import io.hostpulse.stack.process.StackProcess.Ending;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class StackProcessTest {

    private static final Duration LONG = Duration.ofSeconds(20);
    private static final int SESSION = 6 - 3;

    @TempDir private Path directory;
    private DataDirectory data;
    private RunRecords records;

    @BeforeEach
    void createDataDirectory() {
        data = new DataDirectory(directory);
        data.create();
        records = new RunRecords(data.run());
    }

    @AfterEach
    void endWhatIsLeft() {
        records.all().forEach(record -> new StackProcess(records, record).stop(LONG));
    }

    @Test
    void aStartedProcessIsRecordedUntilItIsStopped() {
        StackProcess process = start("sleep 60");

        assertThat(process.isAlive()).isTrue();
        assertThat(records.find(Component.KAFKA)).contains(process.runRecord());

        assertThat(process.stop(LONG)).isEqualTo(Ending.ENDED);
        assertThat(process.isAlive()).isFalse();
        assertThat(records.find(Component.KAFKA)).isEmpty();
    }

    @Test
    void itsSessionIsItsOwnSoThatNoTerminalReachesIt() throws IOException {
        StackProcess process = start("sleep 60");
        long pid = process.runRecord().process().pid();

        Awaitility.await().untilAsserted(() -> assertThat(sessionOf(pid)).isEqualTo(pid));
    }

    @Test
    void aProcessThatDoesNotEndInTimeIsKilled() {
        StackProcess process = start("trap '' TERM; echo ready; while true; do sleep 1; done");
        Awaitility.await()
                .until(() -> Files.readString(data.output(Component.KAFKA)).contains("ready"));

        assertThat(process.stop(Duration.ofMillis(200))).isEqualTo(Ending.KILLED);
        assertThat(process.isAlive()).isFalse();
    }

    @Test
    void whatTheProcessStartedIsStoppedEvenIfItHasEndedItself() throws IOException {
        StackProcess process = start("sleep 61 & echo $!; exec sleep 0.1");
        Awaitility.await().until(() -> !process.isAlive());
        long child = Long.parseLong(Files.readString(data.output(Component.KAFKA)).strip());
        ProcessIdentity orphan = ProcessIdentity.ofRunning(child).orElseThrow();

        process.stop(LONG);

        assertThat(orphan.isAlive()).isFalse();
    }

    @Test
    void aProcessThatEndedByItselfWasGone() {
        StackProcess process = start("sleep 60");
        process.runRecord().process().kill();
        Awaitility.await().until(() -> !process.isAlive());

        assertThat(process.stop(LONG)).isEqualTo(Ending.WAS_GONE);
        assertThat(records.all()).isEmpty();
    }

    @Test
    void itsExitCodeIsKnownWhenItHasEnded() {
        StackProcess process = start("sleep 60");
        RunRecord record = process.runRecord();
        assertThat(record.exitCode()).isEmpty();

        record.process().kill();

        Awaitility.await().until(() -> record.exitCode().isPresent());
        assertThat(record.causeOfEnd()).isEqualTo("exit code 137 (killed)");
    }

    @Test
    void whatHasEndedIsStartedAgainAsItWas() {
        StackProcess process = start("sleep 60");
        process.runRecord().process().kill();
        Awaitility.await().until(() -> !process.isAlive());

        StackProcess again = StackProcess.restart(data, process.runRecord());

        assertThat(again.isAlive()).isTrue();
        assertThat(again.runRecord().launch()).isEqualTo(process.runRecord().launch());
        assertThat(records.find(Component.KAFKA)).contains(again.runRecord());
        assertThat(again.runRecord().exitCode()).isEmpty();
    }

    @Test
    void theServerThatACommandLeavesBehindTakesItsPlace() throws IOException {
        Path pidFile = directory.resolve("pid");
        Files.writeString(pidFile, "1");
        Launch launch =
                Launch.of(List.of("bash", "-c", "sleep 62 & echo $! > pid"), Map.of())
                        .leaving(pidFile);

        StackProcess command = StackProcess.start(data, Component.KAFKA, launch, "");
        StackProcess server = command.awaitServer(data, LONG);

        assertThat(server.runRecord().process().pid())
                .isEqualTo(Long.parseLong(Files.readString(pidFile).strip()));
        assertThat(server.isAlive()).isTrue();
        assertThat(server.awaitServer(data, LONG)).isSameAs(server);
        assertThat(records.find(Component.KAFKA)).contains(server.runRecord());
    }

    @Test
    void endingWhileStartingIsAnErrorWithTheReasonItPrinted() {
        StackProcess process =
                start("echo starting; echo 'Error: the disk is upside down'; sleep 0.1; exit 1");

        assertThatThrownBy(() -> process.awaitReady(LONG, () -> false))
                .isInstanceOf(StackException.class)
                .hasMessage("Kafka ended while starting: Error: the disk is upside down")
                .satisfies(
                        e ->
                                assertThat(((StackException) e).log())
                                        .contains(data.output(Component.KAFKA)));
    }

    @Test
    void notAnsweringInTimeIsAnError() {
        StackProcess process = start("sleep 60");

        assertThatThrownBy(() -> process.awaitReady(Duration.ZERO, () -> false))
                .isInstanceOf(StackException.class)
                .hasMessage("Kafka does not answer after 0 s.");
    }

    @Test
    void aCommandThatDoesNotExistIsAnError() {
        assertThatThrownBy(
                        () -> {
                            StackProcess process =
                                    StackProcess.start(
                                            data,
                                            Component.KAFKA,
                                            List.of("no-such-command"),
                                            Map.of(),
                                            "");
                            process.awaitReady(LONG, () -> false);
                        })
                .isInstanceOf(StackException.class)
                .hasMessageContaining("Kafka");
    }

    private StackProcess start(String script) {
        return StackProcess.start(
                data, Component.KAFKA, List.of("bash", "-c", script), Map.of(), "127.0.0.1:1");
    }

    private static long sessionOf(long pid) throws IOException {
        String stat = Files.readString(Path.of("/proc/" + pid + "/stat"));
        return Long.parseLong(stat.substring(stat.lastIndexOf(')') + 2).split(" ")[SESSION]);
    }
}
