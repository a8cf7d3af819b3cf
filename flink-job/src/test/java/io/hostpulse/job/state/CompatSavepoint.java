package io.hostpulse.job.state;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;
import java.util.zip.ZipOutputStream;

/** A savepoint of a release, and the story in the middle of which it was taken. */
record CompatSavepoint(String release, Path directory) {

    private static final Path ALL = Path.of("..", "savepoints", "compat");

    static List<CompatSavepoint> all() throws IOException {
        try (Stream<Path> releases = Files.list(ALL)) {
            return releases.filter(Files::isDirectory)
                    .sorted()
                    .map(path -> new CompatSavepoint(path.getFileName().toString(), path))
                    .toList();
        }
    }

    static CompatSavepoint of(String release) {
        return new CompatSavepoint(release, ALL.resolve(release));
    }

    StoryInput story() throws IOException {
        return StoryInput.read(directory.resolve("story.jsonl.gz"));
    }

    /**
     * @return address of its copy in {@code target}
     */
    String unpack(Path target) throws IOException {
        Path unpacked = Files.createDirectories(target.resolve("compat-" + release));
        try (ZipInputStream in = new ZipInputStream(Files.newInputStream(zip()))) {
            for (ZipEntry entry = in.getNextEntry(); entry != null; entry = in.getNextEntry()) {
                // names as Flink gives them, without directories
                Path file = unpacked.resolve(Path.of(entry.getName()).getFileName());
                Files.copy(in, file);
            }
        }
        return unpacked.toUri().toString();
    }

    void write(Path savepoint, StoryInput story) throws IOException {
        Files.createDirectories(directory);
        story.write(directory.resolve("story.jsonl.gz"));
        try (ZipOutputStream out = new ZipOutputStream(Files.newOutputStream(zip()));
                Stream<Path> files = Files.list(savepoint)) {
            for (Path file : files.sorted().toList()) {
                out.putNextEntry(new ZipEntry(file.getFileName().toString()));
                Files.copy(file, out);
            }
        }
    }

    private Path zip() {
        return directory.resolve("savepoint.zip");
    }

    @Override
    public String toString() {
        return release;
    }
}
