package io.hostpulse.stack;

import static org.assertj.core.api.Assertions.assertThat;

import io.hostpulse.stack.JobState.NotedJob;
import io.hostpulse.stack.client.RestorePoint;
import io.hostpulse.stack.upgrade.JobDescription;
import io.hostpulse.stack.upgrade.Pipeline;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class JobStateTest {

    private static final Instant STARTED = Instant.parse("2026-03-01T12:00:00.123Z");

    @TempDir private Path directory;
    private JobState state;

    @BeforeEach
    void createDirectories() throws IOException {
        Files.createDirectories(directory.resolve("data/flink"));
        state = new JobState(new DataDirectory(directory.resolve("data")));
    }

    @Test
    void aNewStackHasNone() {
        assertThat(state.newest()).isEmpty();
    }

    @Test
    void afterAnOrderlyStopItIsTheSavepoint() throws IOException {
        write("data/flink/checkpoints/job/chk-7", 1000);
        Path savepoint = write("savepoint-1", 2000);
        state.stoppedWith(RestorePoint.savepoint(savepoint));

        assertThat(state.newest()).contains(RestorePoint.savepoint(savepoint));
    }

    @Test
    void afterALaterCrashItIsTheCheckpoint() throws IOException {
        Path savepoint = write("savepoint-1", 2000);
        state.stoppedWith(RestorePoint.savepoint(savepoint));
        Path checkpoint = write("data/flink/checkpoints/job/chk-7", 3000);

        assertThat(state.newest()).contains(RestorePoint.checkpoint(checkpoint));
    }

    @Test
    void aSavepointThatWasRemovedIsNone() throws IOException {
        state.stoppedWith(RestorePoint.savepoint(directory.resolve("removed")));

        assertThat(state.newest()).isEmpty();
    }

    @Test
    void aJobThatEndedBeforeItsFirstCheckpointLeavesTheOneThatItWasStartedWith()
            throws IOException {
        RestorePoint savepoint = RestorePoint.savepoint(write("savepoint-1", 1000));
        RestorePoint before =
                RestorePoint.checkpoint(write("data/flink/checkpoints/before/chk-7", 2000));
        Files.createDirectories(directory.resolve("data/flink/checkpoints/now/shared"));
        write("data/flink/checkpoints/foreign/chk-1", 3000);
        state.stoppedWith(savepoint);
        state.note(List.of(noted("now", Optional.of(before))));

        assertThat(state.newest()).contains(before);
    }

    @Test
    void aJobWithoutDetectGoesOnFromItsOwnCheckpointAlone() throws IOException {
        state.stoppedWith(RestorePoint.savepoint(write("savepoint-1", 9000)));
        Path own = write("data/flink/checkpoints/own/chk-7", 2000);
        JobDescription detect = noted("now", Optional.empty()).job();
        JobDescription notify =
                new JobDescription(
                        "own",
                        Set.of(Pipeline.NOTIFY),
                        "",
                        "",
                        "",
                        detect.arguments(),
                        1,
                        List.of());

        assertThat(state.newestOf(new NotedJob(notify, STARTED, Optional.empty())))
                .contains(RestorePoint.checkpoint(own));
    }

    @Test
    void whatIsNotedIsReadAgain() {
        List<NotedJob> jobs =
                List.of(
                        noted("a", Optional.empty()),
                        noted("b", Optional.of(RestorePoint.savepoint("/savepoint-1"))));

        state.note(jobs);

        assertThat(state.noted()).isEqualTo(jobs);
    }

    private static NotedJob noted(String id, Optional<RestorePoint> restored) {
        return new NotedJob(
                new JobDescription(
                        id,
                        Set.of(Pipeline.DETECT, Pipeline.INDEX),
                        "0.1.0",
                        "7b11df5",
                        "sha",
                        Optional.of(List.of("--bootstrap-servers", "127.0.0.1:9092")),
                        2,
                        List.of("detect-read-samples")),
                STARTED,
                restored);
    }

    private Path write(String name, long completedMillis) throws IOException {
        Path point = Files.createDirectories(directory.resolve(name));
        Path metadata = Files.createFile(point.resolve("_metadata"));
        Files.setLastModifiedTime(metadata, FileTime.fromMillis(completedMillis));
        return point;
    }
}
