package io.hostpulse.stack.client;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Comparator;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * State that a job can start with.
 *
 * @param directory holds {@code _metadata}
 * @param claimMode what Flink may do with it: a checkpoint becomes the new job's own, which removes
 *     it once a newer one is complete; a savepoint stays what it is
 */
public record RestorePoint(Path directory, String claimMode) {

    /** As Flink calls the file that completes a checkpoint or savepoint. */
    private static final String METADATA = "_metadata";

    public static RestorePoint savepoint(Path directory) {
        return new RestorePoint(directory, "NO_CLAIM");
    }

    public static RestorePoint checkpoint(Path directory) {
        return new RestorePoint(directory, "CLAIM");
    }

    /** The newest checkpoint left by any job: {@code JOB/chk-N/_metadata}. */
    public static Optional<RestorePoint> newestCheckpoint(Path checkpoints) {
        if (!Files.isDirectory(checkpoints)) {
            return Optional.empty();
        }
        try (Stream<Path> files = Files.walk(checkpoints, 3)) {
            return files.filter(file -> file.endsWith(METADATA))
                    .map(Path::getParent)
                    .filter(directory -> directory.getFileName().toString().startsWith("chk-"))
                    .map(RestorePoint::checkpoint)
                    .max(Comparator.comparing(RestorePoint::taken));
        } catch (IOException e) {
            throw new UncheckedIOException("cannot list " + checkpoints, e);
        }
    }

    public boolean exists() {
        return Files.exists(directory.resolve(METADATA));
    }

    /** When it was completed. */
    public Instant taken() {
        try {
            return Files.getLastModifiedTime(directory.resolve(METADATA)).toInstant();
        } catch (NoSuchFileException gone) {
            return Instant.MIN;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
