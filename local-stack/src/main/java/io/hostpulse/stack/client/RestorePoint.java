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
 * @param location of the directory that holds {@code _metadata}: a path, its characters as they
 *     are, or the URI of a file system that the cluster knows, such as {@code s3://bucket/path}
 * @param claimMode what Flink may do with it: a checkpoint becomes the new job's own, which removes
 *     it once a newer one is complete; a savepoint stays what it is
 */
public record RestorePoint(String location, String claimMode) {

    /** As Flink calls the file that completes a checkpoint or savepoint. */
    private static final String METADATA = "_metadata";

    public static RestorePoint savepoint(Path directory) {
        return savepoint(directory.toString());
    }

    /**
     * @param location as Flink writes it or people do: {@code file:} may come before a path
     */
    public static RestorePoint savepoint(String location) {
        return new RestorePoint(location.replaceFirst("^file:/*", "/"), "NO_CLAIM");
    }

    public static RestorePoint checkpoint(Path directory) {
        return new RestorePoint(directory.toString(), "CLAIM");
    }

    /** The same, which stays what it is. */
    public RestorePoint unclaimed() {
        return new RestorePoint(location, "NO_CLAIM");
    }

    /** As Flink takes it: not a URI where it is a path, whose characters stay as they are. */
    public String address() {
        return location.startsWith("/") ? "file://" + location : location;
    }

    /** The last part of the location, which Flink makes so that no other is called the same. */
    public String name() {
        return location.substring(location.lastIndexOf('/') + 1);
    }

    private Path directory() {
        return Path.of(location);
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
        return Files.exists(directory().resolve(METADATA));
    }

    /** When it was completed. */
    public Instant taken() {
        try {
            return Files.getLastModifiedTime(directory().resolve(METADATA)).toInstant();
        } catch (NoSuchFileException gone) {
            return Instant.MIN;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
