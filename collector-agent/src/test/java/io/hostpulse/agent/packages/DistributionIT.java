package io.hostpulse.agent.packages;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.hostpulse.agent.packages.ShellCommand.Result;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The archive as it is unpacked: it starts, and keeps its archive of classes where it can. */
class DistributionIT {

    private static final Duration START_LIMIT = Duration.ofSeconds(30);
    private static final Duration STOP_LIMIT = Duration.ofSeconds(30);

    /** Of the discard service, which nobody runs. */
    private static final int UNUSED_PORT = 9;

    @TempDir private static Path unpacked;

    @TempDir private Path state;

    @BeforeAll
    static void unpack() throws IOException, InterruptedException {
        Path archive = Path.of(System.getProperty("hostpulse.distribution") + ".tar.gz");
        Result tar = ShellCommand.run("tar", "-xzf", archive.toString(), "-C", unpacked.toString());
        assertThat(tar.exitCode()).as(tar.output()).isZero();
    }

    @Test
    void theStartScriptShowsTheOptions() throws Exception {
        Result help = run(Map.of(), "--help");

        assertThat(help.exitCode()).isZero();
        assertThat(help.output()).startsWith("Usage: collector-agent").contains("--interval");
    }

    @Test
    void aLinkToTheStartScriptStartsTheAgentToo() throws Exception {
        Path link = Files.createSymbolicLink(state.resolve("agent"), script());

        Result version = ShellCommand.run(link.toString(), "--version");

        assertThat(version.output()).startsWith("Hostpulse collector agent");
    }

    @Test
    void oneSampleIsReadAndNothingIsWritten() throws Exception {
        Path absent = state.resolve("absent");
        Result once = run(Map.of("HOSTPULSE_STATE_DIR", absent.toString()), "--once");

        assertThat(once.exitCode()).as(once.output()).isZero();
        assertThat(once.output()).contains("\"schemaVersion\"").contains("\"cpu\"");
        assertThat(absent).doesNotExist();
    }

    @Test
    void aJavaThatIsTooOldIsPassedOver() throws Exception {
        Path java = Files.createDirectories(state.resolve("jdk-11/bin")).resolve("java");
        Files.writeString(java, "#!/bin/sh\necho too old\n");
        assertThat(java.toFile().setExecutable(true)).isTrue();
        Files.writeString(state.resolve("jdk-11/release"), "JAVA_VERSION=\"11.0.2\"\n");

        Result version = run(Map.of("JAVA_HOME", state.resolve("jdk-11").toString()), "--version");

        assertThat(version.output()).startsWith("Hostpulse collector agent");
    }

    @Test
    void theFirstStartLeavesAnArchiveOfClassesThatTheNextOneUses() throws Exception {
        runUntilItReads(state);

        assertThat(archives(state)).hasSize(1);

        Result next =
                run(
                        Map.of(
                                "HOSTPULSE_STATE_DIR",
                                state.toString(),
                                "HOSTPULSE_JAVA_OPTS",
                                "-Xshare:on -Xlog:class+load:stdout"),
                        "--version");
        assertThat(next.exitCode()).as(next.output()).isZero();
        assertThat(next.output())
                .contains("io.hostpulse.agent.CollectorAgent source: shared objects file (top)");
    }

    @Test
    void aDamagedArchiveIsPassedOver() throws Exception {
        runUntilItReads(state);
        Path archive = archives(state).get(0);
        Files.delete(archive);
        Files.writeString(archive, "damaged");

        Result start = run(Map.of("HOSTPULSE_STATE_DIR", state.toString()), "--version");

        assertThat(start.exitCode()).as(start.output()).isZero();
        assertThat(start.output()).startsWith("Hostpulse collector agent");
    }

    @Test
    void aStateDirectoryThatCannotBeWrittenDoesNotKeepItFromRunning() throws Exception {
        Path file = Files.createFile(state.resolve("file"));

        runUntilItReads(file.resolve("directory"));

        assertThat(file).isEmptyFile();
    }

    private static Path script() {
        String name =
                Path.of(System.getProperty("hostpulse.distribution")).getFileName().toString();
        return unpacked.resolve(name).resolve("bin/collector-agent");
    }

    private static Result run(Map<String, String> environment, String... arguments)
            throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(List.of(script().toString()));
        command.addAll(List.of(arguments));
        return ShellCommand.run(environment, command);
    }

    /** Starts the agent, which finds no Kafka, and stops it when it has said that it reads. */
    private void runUntilItReads(Path stateDirectory) throws IOException, InterruptedException {
        Path output = Files.createTempFile(state, "agent", ".log");
        ProcessBuilder builder =
                new ProcessBuilder(
                                script().toString(),
                                "--bootstrap-servers=localhost:" + UNUSED_PORT,
                                "--host-id=a-host")
                        .redirectErrorStream(true)
                        .redirectOutput(output.toFile());
        builder.environment().put("HOSTPULSE_STATE_DIR", stateDirectory.toString());
        Process agent = builder.start();
        try {
            await().atMost(START_LIMIT).until(() -> Files.readString(output).contains("a-host"));
            agent.destroy();
            assertThat(agent.waitFor(STOP_LIMIT.toSeconds(), TimeUnit.SECONDS))
                    .as(Files.readString(output))
                    .isTrue();
        } finally {
            agent.destroyForcibly();
        }
    }

    private static List<Path> archives(Path directory) throws IOException {
        try (Stream<Path> files = Files.list(directory)) {
            return files.filter(file -> file.toString().endsWith(".jsa")).toList();
        }
    }
}
