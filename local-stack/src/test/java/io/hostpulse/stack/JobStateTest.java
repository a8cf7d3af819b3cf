package io.hostpulse.stack;

import static io.hostpulse.stack.upgrade.Pipeline.DETECT;
import static io.hostpulse.stack.upgrade.Pipeline.INDEX;
import static io.hostpulse.stack.upgrade.Pipeline.NOTIFY;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import io.hostpulse.stack.JobState.JobStart;
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

    private static final Set<Pipeline> ALL = Set.of(DETECT, INDEX, NOTIFY);
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
        assertThat(state.plan(List.of(ALL)))
                .containsExactly(new JobStart(ALL, Optional.empty(), false));
        assertThat(state.groups(ALL)).isEmpty();
    }

    @Test
    void afterAnOrderlyStopItIsTheSavepoint() throws IOException {
        state.started(job("job", ALL), Optional.empty());
        write("data/flink/checkpoints/job/chk-7", 1000);
        RestorePoint savepoint = RestorePoint.savepoint(write("savepoint-1", 2000));
        state.stoppedWith("job", savepoint);

        assertThat(newest("job")).contains(savepoint);
    }

    @Test
    void afterALaterCrashItIsTheCheckpoint() throws IOException {
        RestorePoint savepoint = RestorePoint.savepoint(write("savepoint-1", 2000));
        state.started(job("job", ALL), Optional.of(savepoint));
        Path checkpoint = write("data/flink/checkpoints/job/chk-7", 3000);

        assertThat(newest("job")).contains(RestorePoint.checkpoint(checkpoint));
    }

    @Test
    void aSavepointThatWasRemovedIsNone() {
        state.started(job("job", ALL), Optional.empty());
        state.stoppedWith("job", RestorePoint.savepoint(directory.resolve("removed")));

        assertThat(newest("job")).isEmpty();
    }

    @Test
    void aJobThatEndedBeforeItsFirstCheckpointLeavesTheOneThatItWasStartedWith()
            throws IOException {
        RestorePoint before =
                RestorePoint.checkpoint(write("data/flink/checkpoints/before/chk-7", 2000));
        Files.createDirectories(directory.resolve("data/flink/checkpoints/now/shared"));
        write("data/flink/checkpoints/foreign/chk-1", 3000);
        state.started(job("now", ALL), Optional.of(before));

        assertThat(newest("now")).contains(before);
    }

    @Test
    void eachJobGoesOnFromItsOwnState() throws IOException {
        state.started(job("a", Set.of(DETECT)), Optional.empty());
        state.started(job("b", Set.of(NOTIFY, INDEX)), Optional.empty());
        RestorePoint savepoint = RestorePoint.savepoint(write("savepoint-1", 1000));
        state.stoppedWith("a", savepoint);
        Path checkpoint = write("data/flink/checkpoints/b/chk-7", 2000);

        assertThat(state.groups(ALL)).contains(List.of(Set.of(DETECT), Set.of(NOTIFY, INDEX)));
        assertThat(state.plan(List.of(Set.of(DETECT), Set.of(NOTIFY, INDEX))))
                .containsExactly(
                        new JobStart(Set.of(DETECT), Optional.of(savepoint), false),
                        new JobStart(
                                Set.of(NOTIFY, INDEX),
                                Optional.of(RestorePoint.checkpoint(checkpoint)),
                                false));
    }

    @Test
    void whatPartsShareStaysWhereItIs() throws IOException {
        state.started(job("one", ALL), Optional.empty());
        Path checkpoint = write("data/flink/checkpoints/one/chk-7", 2000);
        Optional<RestorePoint> shared = Optional.of(RestorePoint.savepoint(checkpoint));

        assertThat(state.plan(Pipeline.apart(ALL)))
                .containsExactly(
                        new JobStart(Set.of(DETECT), shared, true),
                        new JobStart(Set.of(NOTIFY), shared, true),
                        new JobStart(Set.of(INDEX), shared, true));
    }

    @Test
    void whatWasOneJobRunsTheRestUntilOthersHaveTakenItOver() {
        state.started(job("one", ALL), Optional.empty());

        state.started(job("detect", Set.of(DETECT)), Optional.empty());
        assertThat(state.noted())
                .extracting(noted -> noted.job().pipelines())
                .containsExactly(Set.of(INDEX, NOTIFY), Set.of(DETECT));
        assertThat(state.noted().get(0).job().arguments().orElseThrow())
                .endsWith("--pipelines=index,notify");

        state.started(job("rest", Set.of(INDEX, NOTIFY)), Optional.empty());
        assertThat(state.noted())
                .extracting(noted -> noted.job().id())
                .containsExactly("detect", "rest");
    }

    @Test
    void whatIsNotWantedAnyMoreIsForgotten() {
        state.started(job("a", Set.of(DETECT, NOTIFY)), Optional.empty());
        state.started(job("b", Set.of(INDEX)), Optional.empty());

        state.keepOnly(Set.of(DETECT));

        assertThat(state.noted())
                .extracting(noted -> noted.job().id(), noted -> noted.job().pipelines())
                .containsExactly(tuple("a", Set.of(DETECT)));
    }

    @Test
    void jobsAfterAChangeHaveTheStateOfThoseBeforeUntilTheyHaveTheirOwn() throws IOException {
        state.started(job("before", ALL), Optional.empty());
        RestorePoint savepoint = RestorePoint.savepoint(write("savepoint-1", 1000));
        state.stoppedWith("before", savepoint);

        state.runs(List.of(job("after", ALL)));

        assertThat(newest("after")).contains(savepoint);
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

    private Optional<RestorePoint> newest(String id) {
        return state.noted().stream()
                .filter(noted -> noted.job().id().equals(id))
                .findFirst()
                .flatMap(state::newestOf);
    }

    private static NotedJob noted(String id, Optional<RestorePoint> restored) {
        return new NotedJob(job(id, ALL), STARTED, restored);
    }

    private static JobDescription job(String id, Set<Pipeline> pipelines) {
        return new JobDescription(
                id,
                pipelines,
                "0.1.0",
                "7b11df5",
                "sha",
                Optional.of(List.of("--bootstrap-servers", "127.0.0.1:9092")),
                2,
                List.of("detect-read-samples"));
    }

    private Path write(String name, long completedMillis) throws IOException {
        Path point = Files.createDirectories(directory.resolve(name));
        Path metadata = Files.createFile(point.resolve("_metadata"));
        Files.setLastModifiedTime(metadata, FileTime.fromMillis(completedMillis));
        return point;
    }
}
