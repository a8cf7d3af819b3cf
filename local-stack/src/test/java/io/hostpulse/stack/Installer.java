package io.hostpulse.stack;

import io.hostpulse.stack.process.ShortCommand;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/** {@code elastic/install.sh}, or a copy of its folder that a test may change. */
record Installer(Path folder) {

    /** What a run printed, and how it ended. */
    record Run(int exitCode, String output) {}

    static Installer ofTree() {
        return new Installer(SourceTree.current().templateInstaller().getParent());
    }

    Installer copyTo(Path target) throws IOException {
        try (Stream<Path> files = Files.walk(folder)) {
            for (Path file : files.toList()) {
                Path copy = target.resolve(folder.relativize(file).toString());
                if (Files.isDirectory(file)) {
                    Files.createDirectories(copy);
                } else {
                    Files.copy(file, copy, StandardCopyOption.COPY_ATTRIBUTES);
                }
            }
        }
        return new Installer(target);
    }

    /** Replaces a text that a file has. */
    void edit(String file, String text, String by) throws IOException {
        Path path = folder.resolve(file);
        String content = Files.readString(path);
        if (!content.contains(text)) {
            throw new IllegalArgumentException(file + " has no " + text);
        }
        Files.writeString(path, content.replace(text, by));
    }

    Run run(String... arguments) {
        List<String> command = new ArrayList<>();
        command.add(folder.resolve("install.sh").toString());
        command.addAll(List.of(arguments));
        try {
            Path output = Files.createTempFile("install", ".out");
            try {
                int exitCode = ShortCommand.run(command, output);
                return new Run(exitCode, Files.readString(output));
            } finally {
                Files.delete(output);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Names of the files in a folder, without their ending. */
    List<String> names(String subfolder) throws IOException {
        try (Stream<Path> files = Files.list(folder.resolve(subfolder))) {
            return files.map(file -> file.getFileName().toString().replace(".json", "")).toList();
        }
    }
}
