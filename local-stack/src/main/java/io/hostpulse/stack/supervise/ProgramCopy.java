package io.hostpulse.stack.supervise;

import static java.nio.file.StandardCopyOption.REPLACE_EXISTING;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/**
 * A copy of this program's jars. A build replaces those in the source tree, and a program that runs
 * for months would find others there when it needs a class for the first time.
 */
final class ProgramCopy {

    private static final String LIBRARIES = "lib";

    private ProgramCopy() {}

    /**
     * Copies what runs now.
     *
     * @param classPath of this program: one jar that names those in {@code lib} beside it; anything
     *     else, as in a build, is used as it is
     * @return the class path of the copy
     */
    static String make(String classPath, Path directory) {
        Path jar = Path.of(classPath.split(":", 2)[0]);
        Path libraries = jar.resolveSibling(LIBRARIES);
        if (classPath.contains(":") || !Files.isRegularFile(jar) || !Files.isDirectory(libraries)) {
            return classPath;
        }
        try {
            Path copies = Files.createDirectories(directory.resolve(LIBRARIES));
            for (Path library : list(libraries)) {
                Files.copy(library, copies.resolve(library.getFileName()), REPLACE_EXISTING);
            }
            return Files.copy(jar, directory.resolve(jar.getFileName()), REPLACE_EXISTING)
                    .toString();
        } catch (IOException e) {
            throw new UncheckedIOException("cannot copy " + jar + " to " + directory, e);
        }
    }

    private static List<Path> list(Path libraries) throws IOException {
        try (Stream<Path> files = Files.list(libraries)) {
            return files.filter(file -> file.toString().endsWith(".jar")).toList();
        }
    }
}
