package io.hostpulse.deploy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the JobManager's container goes on from, with a program in place of Flink's. */
class StartJobTest {

    private static final String FAILS = "exit 7";

    @TempDir private Path directory;
    private Path script;
    private String jobState;

    @BeforeEach
    void prepare() throws IOException {
        script =
                Files.writeString(
                        directory.resolve("start-job"),
                        SourceFiles.read("deploy/docker/flink-job/start-job")
                                .replace("/var/lib/hostpulse/flink", state().toString())
                                .replace("/docker-entrypoint.sh", flink().toString())
                                .replace("=/tmp/job-stopped", "=" + directory.resolve("stopped")));
    }

    @Test
    void theNewestOfCheckpointsAndSavepointsIsGoneOnFrom() throws Exception {
        assertThat(start("newest", FAILS)).contains("begins anew");
        save("savepoints/savepoint-1", 200);
        Path checkpoint = save("checkpoints/job/chk-7", 100);

        assertThat(start("newest", FAILS))
                .contains("goes on from " + checkpoint)
                .contains("claim-mode=CLAIM");
    }

    @Test
    void theStateOfAnotherJobIsNoneOfItsOwn() throws Exception {
        save("index/checkpoints/job/chk-9", 100);
        Path own = save("detect/checkpoints/job/chk-7", 200);
        jobState = state().resolve("detect").toString();

        assertThat(start("newest", FAILS)).contains("goes on from " + own);
        assertThat(start("none", FAILS)).contains("begins anew");
        assertThat(state().resolve("detect/restored")).exists();
        jobState = state().resolve("notify").toString();
        assertThat(start("newest", FAILS)).contains("begins anew");
    }

    @Test
    void theJobWritesWhereTheNextStartLooks() throws Exception {
        jobState = state().resolve("detect").toString();

        assertThat(start("newest", "printf '%s\\n' \"$@\"; exit 7"))
                .containsSubsequence(
                        "-Dexecution.checkpointing.dir=file://" + jobState + "/checkpoints",
                        "-Dexecution.checkpointing.savepoint-dir=file://"
                                + jobState
                                + "/savepoints",
                        // Flink reads its own no further than to the job's first
                        "--option");
    }

    @Test
    void aSavepointThatIsGoneBackToIsUsedUntilTheJobHasSavedItsStateSince() throws Exception {
        Path savepoint = save("savepoints/savepoint-1", 100);
        save("checkpoints/job/chk-7", 200);

        assertThat(start(savepoint.toString(), FAILS)).contains("goes on from " + savepoint);
        assertThat(start(savepoint.toString(), FAILS)).contains("goes on from " + savepoint);
        Path since = save("checkpoints/job/chk-8", -100);
        assertThat(start(savepoint.toString(), FAILS)).contains("goes on from " + since);
        assertThat(start("newest", FAILS)).contains("goes on from " + since);
        assertThat(start(savepoint.toString(), FAILS)).contains("goes on from " + savepoint);
    }

    @Test
    void theJobBeginsAnewOnceToo() throws Exception {
        save("checkpoints/job/chk-7", 200);

        assertThat(start("none", FAILS)).contains("begins anew");
        Path since = save("checkpoints/other/chk-1", -100);
        assertThat(start("none", FAILS)).contains("goes on from " + since);
    }

    @Test
    void whatIsNoSavepointIsRefusedAndThoseThatThereAreAreNamed() throws Exception {
        Path savepoint = save("savepoints/savepoint-1", 100);

        assertThat(start("/nowhere", FAILS)).contains("/nowhere is no savepoint", "" + savepoint);
    }

    @Test
    void aJobThatWasStoppedStaysSoInItsContainer() throws Exception {
        Process stopped = launch("newest", "exit 0");
        await().until(() -> output().contains("was stopped, and stays so"));
        stopped.destroy();
        assertThat(stopped.waitFor()).isEqualTo(143);

        Process again = launch("newest", FAILS);
        await().until(() -> output().contains("was stopped, and stays so"));
        again.destroy();
        assertThat(again.waitFor()).isEqualTo(143);
        assertThat(output()).doesNotContain("goes on", "begins anew");
    }

    @Test
    void aSignalReachesFlinkAndItsExitCodeIsTheContainers() throws Exception {
        Process running =
                launch("newest", "trap 'echo asked; exit 9' TERM; echo runs; sleep 60 & wait");
        await().until(() -> output().contains("runs"));
        running.destroy();

        assertThat(running.waitFor()).isEqualTo(9);
        assertThat(output()).contains("asked");
    }

    /** Returns what is said until Flink has ended. */
    private String start(String restore, String flink) throws Exception {
        Process process = launch(restore, flink);
        assertThat(process.waitFor()).isPositive();
        return output();
    }

    private Process launch(String restore, String flink) throws IOException {
        Files.writeString(flink(), "#!/usr/bin/env bash\necho \"$@\"\n" + flink);
        assertThat(flink().toFile().setExecutable(true)).isTrue();
        ProcessBuilder bash = new ProcessBuilder("bash", script.toString(), "--option");
        bash.environment().put("HOSTPULSE_RESTORE", restore);
        if (jobState != null) {
            bash.environment().put("HOSTPULSE_JOB_STATE", jobState);
        }
        return bash.redirectErrorStream(true)
                .redirectOutput(directory.resolve("output").toFile())
                .start();
    }

    private Path save(String name, long secondsAgo) throws IOException {
        Path saved = Files.createDirectories(state().resolve(name));
        Path metadata = Files.writeString(saved.resolve("_metadata"), "");
        Files.setLastModifiedTime(metadata, FileTime.from(Instant.now().minusSeconds(secondsAgo)));
        return saved;
    }

    private String output() throws IOException {
        return Files.readString(directory.resolve("output"));
    }

    private Path state() {
        return directory.resolve("state");
    }

    private Path flink() {
        return directory.resolve("flink");
    }
}
