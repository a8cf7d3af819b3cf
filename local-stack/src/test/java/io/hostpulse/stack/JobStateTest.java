package io.hostpulse.stack;

import static org.assertj.core.api.Assertions.assertThat;

import io.hostpulse.stack.client.RestorePoint;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class JobStateTest {

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

    private Path write(String name, long completedMillis) throws IOException {
        Path point = Files.createDirectories(directory.resolve(name));
        Path metadata = Files.createFile(point.resolve("_metadata"));
        Files.setLastModifiedTime(metadata, FileTime.fromMillis(completedMillis));
        return point;
    }
}
