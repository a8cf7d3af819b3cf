package io.hostpulse.stack.upgrade;

import static java.nio.file.StandardCopyOption.ATOMIC_MOVE;

import io.hostpulse.stack.DataDirectory;
import io.hostpulse.stack.StackConfig;
import io.hostpulse.stack.StackException;
import io.hostpulse.stack.client.RestorePoint;
import io.hostpulse.stack.upgrade.SavepointRecord.Reason;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * The folder with the records of savepoints, one JSON file each, beside the savepoints where these
 * are on this machine. A savepoint without a record is nobody's business here, and stays.
 */
public final class SavepointFolder {

    private static final String SUFFIX = ".json";

    private final Path root;

    public SavepointFolder(Path root) {
        this.root = root;
    }

    /** Of the stack with this data directory. */
    public static SavepointFolder of(DataDirectory data) {
        return new SavepointFolder(StackConfig.in(data).savepoints());
    }

    public Path root() {
        return root;
    }

    /** The jars of the jobs that the savepoints are of. */
    public JarArchive jars() {
        return new JarArchive(root.resolve("jars"));
    }

    /** All records, newest first. */
    public List<SavepointRecord> all() {
        if (!Files.isDirectory(root)) {
            return List.of();
        }
        try (Stream<Path> files = Files.list(root)) {
            return files.filter(file -> file.toString().endsWith(SUFFIX))
                    .map(SavepointFolder::read)
                    .sorted(Comparator.comparing(SavepointRecord::time).reversed())
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException("cannot list " + root, e);
        }
    }

    public Optional<SavepointRecord> find(RestorePoint savepoint) {
        return all().stream().filter(each -> each.savepoint().equals(savepoint)).findFirst();
    }

    /** Those of the last upgrade that was not rolled back; none if there is no such upgrade. */
    public List<SavepointRecord> beforeLastUpgrade() {
        return beforeLastUpgrade(all());
    }

    static List<SavepointRecord> beforeLastUpgrade(List<SavepointRecord> newestFirst) {
        return newestFirst.stream()
                .filter(each -> each.reason() == Reason.UPGRADE && !each.isUndone())
                .findFirst()
                .map(
                        last ->
                                newestFirst.stream()
                                        .filter(each -> each.operation().equals(last.operation()))
                                        .toList())
                .orElse(List.of());
    }

    /** Writes a record, in place of an older one of the same savepoint. */
    public void write(SavepointRecord record) {
        Path file = file(record);
        Path draft = file.resolveSibling(file.getFileName() + ".tmp");
        try {
            Files.createDirectories(root);
            Files.writeString(draft, record.json());
            Files.move(draft, file, ATOMIC_MOVE);
        } catch (IOException e) {
            throw new UncheckedIOException("cannot write " + file, e);
        }
    }

    public void remove(SavepointRecord record) {
        try {
            Files.deleteIfExists(file(record));
        } catch (IOException e) {
            throw new UncheckedIOException("cannot remove " + file(record), e);
        }
    }

    private Path file(SavepointRecord record) {
        return root.resolve(record.savepoint().name() + SUFFIX);
    }

    private static SavepointRecord read(Path file) {
        try {
            return SavepointRecord.read(Files.readString(file));
        } catch (IOException e) {
            throw new StackException(
                    "%s is no record of a savepoint (%s): remove it.".formatted(file, e), e);
        }
    }
}
