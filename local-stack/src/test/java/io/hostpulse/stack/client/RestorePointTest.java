package io.hostpulse.stack.client;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RestorePointTest {

    @TempDir private Path directory;

    @Test
    void theNewestCompleteCheckpointIsFound() throws IOException {
        checkpoint("job1/chk-9", 1000);
        Path newest = checkpoint("job2/chk-2", 3000);
        checkpoint("job2/chk-1", 2000);
        Files.createDirectories(directory.resolve("job2/chk-3"));

        assertThat(RestorePoint.newestCheckpoint(directory))
                .contains(RestorePoint.checkpoint(newest));
    }

    @Test
    void withoutCheckpointsThereIsNone() {
        assertThat(RestorePoint.newestCheckpoint(directory)).isEmpty();
        assertThat(RestorePoint.newestCheckpoint(directory.resolve("missing"))).isEmpty();
    }

    private Path checkpoint(String name, long completedMillis) throws IOException {
        Path checkpoint = Files.createDirectories(directory.resolve(name));
        Path metadata = Files.createFile(checkpoint.resolve("_metadata"));
        Files.setLastModifiedTime(metadata, FileTime.fromMillis(completedMillis));
        return checkpoint;
    }
}
