package io.hostpulse.agent.packages;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

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

    private static final String CACHE_VARIABLE = "HOSTPULSE_CACHE_DIR";
    private static final String FROM_ARCHIVE =
            "io.hostpulse.agent.CollectorAgent source: shared objects file (top)";
    private static final int ANOTHER_USER = 65534;

    @TempDir private static Path unpacked;

    @TempDir private Path directory;
    @TempDir private Path cache;

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
        Path link = Files.createSymbolicLink(directory.resolve("agent"), script());

        Result version = ShellCommand.run(link.toString(), "--version");

        assertThat(version.output()).startsWith("Hostpulse collector agent");
    }

    @Test
    void oneSampleIsReadAndNothingIsWritten() throws Exception {
        Path absent = directory.resolve("absent");
        Path absentCache = directory.resolve("absent-cache");
        Result once =
                run(
                        Map.of(
                                "HOSTPULSE_STATE_DIR",
                                absent.toString(),
                                CACHE_VARIABLE,
                                absentCache.toString()),
                        "--once");

        assertThat(once.exitCode()).as(once.output()).isZero();
        assertThat(once.output()).contains("\"schemaVersion\"").contains("\"cpu\"");
        assertThat(absent).doesNotExist();
        assertThat(absentCache).doesNotExist();
    }

    @Test
    void aJavaThatIsTooOldIsPassedOver() throws Exception {
        Path java = Files.createDirectories(directory.resolve("jdk-11/bin")).resolve("java");
        Files.writeString(java, "#!/bin/sh\necho too old\n");
        assertThat(java.toFile().setExecutable(true)).isTrue();
        Files.writeString(directory.resolve("jdk-11/release"), "JAVA_VERSION=\"11.0.2\"\n");

        Result version =
                run(Map.of("JAVA_HOME", directory.resolve("jdk-11").toString()), "--version");

        assertThat(version.output()).startsWith("Hostpulse collector agent");
    }

    @Test
    void theFirstStartLeavesAnArchiveOfClassesThatTheNextOneUses() throws Exception {
        runUntilItReads(cache);

        assertThat(archives()).hasSize(1);
        assertThat(loadedClasses("-Xshare:on")).contains(FROM_ARCHIVE);
    }

    @Test
    void aDamagedArchiveIsPassedOver() throws Exception {
        runUntilItReads(cache);
        Path archive = archives().get(0);
        Files.delete(archive);
        Files.writeString(archive, "damaged");

        Result start = run(Map.of(CACHE_VARIABLE, cache.toString()), "--version");

        assertThat(start.exitCode()).as(start.output()).isZero();
        assertThat(start.output()).startsWith("Hostpulse collector agent");
    }

    @Test
    void whatAnotherUserCanWriteIsPassedOver() throws Exception {
        assumeTrue(System.getProperty("user.name").equals("root"), "not root: owners stay");
        runUntilItReads(cache);
        Path archive = archives().get(0);
        assertThat(loadedClasses("-Xshare:auto")).contains(FROM_ARCHIVE);

        giveAway(archive);
        assertThat(loadedClasses("-Xshare:auto")).doesNotContain(FROM_ARCHIVE);

        Files.delete(archive);
        giveAway(cache);
        runUntilItReads(cache);
        assertThat(archives()).isEmpty();
    }

    @Test
    void aCacheThatCannotBeWrittenDoesNotKeepItFromRunning() throws Exception {
        Path file = Files.createFile(directory.resolve("file"));

        runUntilItReads(file.resolve("directory"));

        assertThat(file).isEmptyFile();
    }

    private static void giveAway(Path file) throws IOException {
        Files.setAttribute(file, "unix:uid", ANOTHER_USER);
    }

    private String loadedClasses(String sharing) throws IOException, InterruptedException {
        Result start =
                run(
                        Map.of(
                                CACHE_VARIABLE,
                                cache.toString(),
                                "HOSTPULSE_JAVA_OPTS",
                                sharing + " -Xlog:class+load:stdout"),
                        "--version");
        assertThat(start.exitCode()).as(start.output()).isZero();
        return start.output();
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
    private void runUntilItReads(Path cacheDirectory) throws IOException, InterruptedException {
        Path output = Files.createTempFile(directory, "agent", ".log");
        ProcessBuilder builder =
                new ProcessBuilder(
                                script().toString(),
                                "--bootstrap-servers=localhost:" + UNUSED_PORT,
                                "--host-id=a-host")
                        .redirectErrorStream(true)
                        .redirectOutput(output.toFile());
        builder.environment().put(CACHE_VARIABLE, cacheDirectory.toString());
        builder.environment().put("HOSTPULSE_STATE_DIR", directory.resolve("state").toString());
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

    private List<Path> archives() throws IOException {
        try (Stream<Path> files = Files.list(cache)) {
            return files.filter(file -> file.toString().endsWith(".jsa")).toList();
        }
    }
}
