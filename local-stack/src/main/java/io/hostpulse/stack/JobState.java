package io.hostpulse.stack;

import io.hostpulse.stack.client.RestorePoint;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.Optional;
import java.util.stream.Stream;

/** The state that the job left behind in a data directory. */
final class JobState {

    private final Path checkpoints;
    private final Path savepointNote;

    JobState(DataDirectory data) {
        this.checkpoints = data.of("flink").resolve("checkpoints");
        this.savepointNote = data.of("flink").resolve("last-savepoint");
    }

    /** The newest: after an orderly stop its savepoint, after a crash the last checkpoint. */
    Optional<RestorePoint> newest() {
        return Stream.concat(
                        lastSavepoint().stream(),
                        RestorePoint.newestCheckpoint(checkpoints).stream())
                .max(Comparator.comparing(RestorePoint::taken));
    }

    /** Notes the savepoint that the job was stopped with. */
    void stoppedWith(RestorePoint savepoint) {
        try {
            Files.writeString(savepointNote, savepoint.directory() + "\n");
        } catch (IOException e) {
            throw new UncheckedIOException("cannot write " + savepointNote, e);
        }
    }

    private Optional<RestorePoint> lastSavepoint() {
        if (!Files.exists(savepointNote)) {
            return Optional.empty();
        }
        try {
            Path directory = Path.of(Files.readString(savepointNote).strip());
            return Optional.of(RestorePoint.savepoint(directory)).filter(RestorePoint::exists);
        } catch (IOException e) {
            throw new UncheckedIOException("cannot read " + savepointNote, e);
        }
    }
}
