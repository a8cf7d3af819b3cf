package io.hostpulse.agent;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static org.assertj.core.api.Assumptions.assumeThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.hostpulse.wire.MalformedSampleException;
import io.hostpulse.wire.MetricCatalogue;
import io.hostpulse.wire.MetricGroup;
import io.hostpulse.wire.SampleCodec;
import io.hostpulse.wire.proto.Cpu;
import io.hostpulse.wire.proto.Filesystem;
import io.hostpulse.wire.proto.HostSample;
import io.hostpulse.wire.proto.Memory;
import io.hostpulse.wire.proto.Process;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import picocli.CommandLine;

/** Reads the very host that the test runs on, through the command line. */
class CollectorAgentTest {

    private static HostSample sample;

    private record Outcome(int exitCode, String output, String errors) {}

    @BeforeAll
    static void takeOneSample() throws MalformedSampleException {
        Outcome outcome = run("--once", "--host-id", "test-host", "--label", "env=test");
        assertThat(outcome.exitCode()).isZero();
        sample = SampleCodec.decode(outcome.output().strip().getBytes(StandardCharsets.UTF_8));
    }

    @Test
    void theSampleSaysWhoTookItAndWhere() {
        assertThat(sample.getHost().getId()).isEqualTo("test-host");
        assertThat(sample.getHost().getName()).isNotBlank();
        assertThat(sample.getHost().getLabelsMap()).containsEntry("env", "test");
        assertThat(sample.getAgent().getType()).isEqualTo("hostpulse");
        assertThat(sample.getAgent().getRunId()).hasSize(36);
        assertThat(sample.getAgent().getSequence()).isEqualTo(2);
        assertThat(sample.getIntervalMs()).isBetween(1000, 10_000);
    }

    @Test
    void everyNumberIsOneThatAHostCanHaveMeasured() {
        int numbers = 0;
        for (MetricGroup group : MetricCatalogue.get().groups()) {
            for (var message : group.messages(sample)) {
                for (var field : group.metrics()) {
                    Number value = field.read(message);
                    if (value != null) {
                        numbers++;
                        assertThat(field.metric().accepts(value.doubleValue()))
                                .as("%s = %s", field.metric().name(), value)
                                .isTrue();
                    }
                }
            }
        }
        assertThat(numbers).isGreaterThan(100);
    }

    @Test
    void cpuSharesAddUpToOne() {
        Cpu cpu = sample.getCpu();

        double sum =
                cpu.getUserNormPct()
                        + cpu.getNiceNormPct()
                        + cpu.getSystemNormPct()
                        + cpu.getIdleNormPct()
                        + cpu.getIowaitNormPct()
                        + cpu.getIrqNormPct()
                        + cpu.getSoftirqNormPct()
                        + cpu.getStealNormPct();
        assertThat(sum).isCloseTo(1, within(1e-9));
        assertThat(cpu.getCores()).isEqualTo(sample.getCoresCount());
        assertThat(cpu.getTotalNormPct())
                .isCloseTo(1 - cpu.getIdleNormPct() - cpu.getIowaitNormPct(), within(1e-9));
    }

    @Test
    void theMemoryIsThatOfTheKernel() throws IOException {
        onLinux();
        long total =
                Files.readAllLines(Path.of("/proc/meminfo")).stream()
                        .filter(line -> line.startsWith("MemTotal:"))
                        .mapToLong(line -> 1024 * Long.parseLong(line.split("\\s+")[1]))
                        .findFirst()
                        .orElseThrow();

        Memory memory = sample.getMemory();

        assertThat(memory.getTotal()).isEqualTo(total);
        assertThat(memory.getUsedBytes() + memory.getFree()).isEqualTo(total);
        assertThat(memory.getActualFree()).isBetween(1L, total);
    }

    @Test
    void theProcessesKilledForWantOfMemoryAreThoseOfTheKernel() throws IOException {
        onLinux();
        Optional<Long> kills =
                Files.readAllLines(Path.of("/proc/vmstat")).stream()
                        .filter(line -> line.startsWith("oom_kill "))
                        .map(line -> Long.valueOf(line.split(" ")[1]))
                        .findFirst();
        assumeTrue(kills.isPresent(), "a kernel before 4.13");

        assertThat(sample.getMemory().hasOomKills()).isTrue();
        assertThat(sample.getMemory().getOomKills()).isLessThanOrEqualTo(kills.get());
        assertThat(sample.getAgentHealth().hasDroppedSamples()).isTrue();
        assertThat(sample.getAgentHealth().getDroppedSamples()).isZero();
    }

    @Test
    void theFilesystemsAreAmongThoseOfTheJdk() throws IOException {
        assertThat(sample.getFilesystemSummary().getCount())
                .isEqualTo(sample.getFilesystemsCount());
        for (Filesystem filesystem : sample.getFilesystemsList()) {
            assertThat(filesystem.getTotal())
                    .as(filesystem.getMountPoint())
                    .isEqualTo(
                            Files.getFileStore(Path.of(filesystem.getMountPoint()))
                                    .getTotalSpace());
        }
    }

    @Test
    void thisProcessWasFoundAndUsesWhatItSays() {
        onLinux();
        assertThat(sample.getProcessSummary().getTotal()).isPositive();
        assertThat(sample.getAgentHealth().getMemoryRssBytes()).isGreaterThan(10_000_000);
        assertThat(sample.getAgentHealth().getCpuMs()).isPositive();
        assertThat(sample.getAgentHealth().getCollectionMs()).isPositive();
        assertThat(sample.getProcessesList())
                .hasSizeBetween(1, 10)
                .allSatisfy(
                        process -> {
                            assertThat(process.getName()).isNotBlank();
                            assertThat(process.getUser()).isNotBlank();
                            assertThat(process.getStartTimeMs())
                                    .isBetween(
                                            1_000_000_000_000L,
                                            SampleCodec.timeMillis(sample) + 2000);
                        });
        assertThat(sample.getProcessesList()).extracting(Process::getPid).doesNotHaveDuplicates();
    }

    @Test
    void socketsAndOpenFilesAndUptimeAreThere() {
        onLinux();
        assertThat(sample.getSockets().hasTcpCount()).isTrue();
        assertThat(sample.getSockets().hasTcpEstablished()).isTrue();
        assertThat(sample.getOpenFiles().getOpen()).isPositive();
        assertThat(sample.getUptime().getSeconds()).isPositive();
        assertThat(sample.getLoad().hasLoad1()).isTrue();
        assertThat(sample.getKernel().getContextSwitchesPerSec()).isPositive();
    }

    @Test
    void wrongOptionsAreToldAllAtOnceAndExitWith2() {
        Outcome outcome = run("--interval", "1ms", "--topic", "a/b");

        assertThat(outcome.exitCode()).isEqualTo(2);
        assertThat(outcome.errors()).contains("--interval", "--topic");
        assertThat(outcome.output()).isEmpty();
    }

    @Test
    void wrongOptionsAreToldTogetherWithWhatIsWrongElsewhere() {
        Outcome outcome =
                run(
                        Map.of("HOSTPULSE_INTERVALL", "1s"),
                        "once",
                        "--intervall=hunter2",
                        "--topic=a/b",
                        "--set=intervall=1s",
                        "--host-id");

        assertThat(outcome.exitCode()).isEqualTo(2);
        assertThat(outcome.output()).isEmpty();
        assertThat(outcome.errors())
                .contains(
                        "--topic: \"a/b\"",
                        "--set intervall: is not a setting",
                        "HOSTPULSE_INTERVALL: is not a setting; did you mean HOSTPULSE_INTERVAL?",
                        "Unknown option: '--intervall=...'",
                        "Missing required parameter for option '--host-id'",
                        "see collector-agent once --help")
                .doesNotContain("hunter2");
    }

    @Test
    void helpIsGivenWhateverIsWrong() {
        Outcome outcome = run(Map.of("HOSTPULSE_INTERVALL", "1s"), "--help", "--nonsense");

        assertThat(outcome.exitCode()).isZero();
        assertThat(outcome.output()).contains("--bootstrap-servers");
    }

    @Test
    void anUnknownOptionExitsWith2() {
        assertThat(run("--intervall=1s").exitCode()).isEqualTo(2);
    }

    @Test
    void helpNamesEveryOptionAndTheEnvironment() {
        Outcome outcome = run("--help");

        assertThat(outcome.exitCode()).isZero();
        assertThat(outcome.output())
                .contains(
                        "--bootstrap-servers",
                        "--interval",
                        "--host-id",
                        "--host-name",
                        "--label",
                        "--topic",
                        "--state-dir",
                        "--top-processes",
                        "--kafka-config",
                        "--once",
                        "--version",
                        "HOSTPULSE_BOOTSTRAP_SERVERS");
    }

    @Test
    void everyCommandHasHelpWithTheOptions() {
        for (String command : new String[] {"run", "check", "once"}) {
            Outcome outcome = run(command, "--help");

            assertThat(outcome.exitCode()).as(command).isZero();
            assertThat(outcome.output())
                    .contains("collector-agent " + command, "--config", "--set", "--log-format")
                    .contains("Exit codes:");
        }
        assertThat(run("once", "--help").output()).contains("--pretty");
        assertThat(run("--help").output()).contains("run", "check", "once");
    }

    @Test
    void onceCanBePrintedForPeople() throws MalformedSampleException {
        Outcome outcome =
                run("once", "--pretty", "--host-id", "h", "--set=groups.cpu.enabled=false");

        assertThat(outcome.exitCode()).isZero();
        assertThat(outcome.output().lines().count()).isGreaterThan(100);
        assertThat(outcome.output()).contains("\n  \"schemaVersion\": 1,\n");
        HostSample read =
                SampleCodec.decode(outcome.output().strip().getBytes(StandardCharsets.UTF_8));
        assertThat(read.getHost().getId()).isEqualTo("h");
        assertThat(read.hasCpu()).isFalse();
        assertThat(read.hasMemory()).isTrue();
    }

    @Test
    void optionsBeforeACommandAreRefusedRatherThanForgotten() {
        Outcome outcome = run("--interval=1s", "once");

        assertThat(outcome.exitCode()).isEqualTo(2);
        assertThat(outcome.errors()).contains("give options after the command once");
    }

    @Test
    void checkTellsProblemsOfTheConfigurationOneALineAndExitsWith1() {
        Outcome outcome = run("check", "--interval=1ms", "--topic=a/b");

        assertThat(outcome.exitCode()).isEqualTo(1);
        assertThat(outcome.errors().lines()).hasSize(2);
    }

    @Test
    void checkSaysWhatItWouldDoAndThatKafkaCannotBeReached() {
        Outcome outcome =
                run(
                        "check",
                        "--host-id=h",
                        "--bootstrap-servers=127.0.0.1:1",
                        "--set=groups.sensors.interval=60s",
                        "--set=groups.cores.enabled=false",
                        "--set=spool.directory=/etc/passwd/none",
                        "--set=probes=https://www.example/x?token=abc");

        assertThat(outcome.exitCode()).isEqualTo(1);
        assertThat(outcome.output())
                .contains("reads host h every 10s", "sensors (every 1m)")
                .contains("topic hostpulse.samples of Kafka at 127.0.0.1:1")
                .contains("measures https://www.example/x every 30s")
                .doesNotContain("cores", "token", "all is well");
        assertThat(outcome.errors().lines())
                .hasSize(2)
                .anyMatch(
                        line ->
                                line.startsWith(
                                        "spool.directory: /etc/passwd/none cannot be written"))
                .anyMatch(line -> line.startsWith("Kafka at 127.0.0.1:1 cannot be reached"));
    }

    @Test
    void theVersionIsTold() {
        assertThat(run("--version").output()).startsWith("Hostpulse collector agent ");
    }

    private static void onLinux() {
        assumeThat(Path.of("/proc/self/stat")).exists();
    }

    private static Outcome run(String... arguments) {
        return run(Map.of(), arguments);
    }

    private static Outcome run(Map<String, String> environment, String... arguments) {
        StringWriter output = new StringWriter();
        StringWriter errors = new StringWriter();
        CommandLine commandLine =
                CollectorAgent.commandLine(environment, Duration.ofMillis(300))
                        .setOut(new PrintWriter(output))
                        .setErr(new PrintWriter(errors));
        int exitCode = commandLine.execute(arguments);
        return new Outcome(exitCode, output.toString(), errors.toString());
    }
}
