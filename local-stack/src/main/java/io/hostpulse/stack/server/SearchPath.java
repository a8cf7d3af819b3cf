package io.hostpulse.stack.server;

import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * The directories in which programs are looked for, as the variable {@code PATH} lists them.
 *
 * @param directories in the order in which they are searched
 */
public record SearchPath(List<Path> directories) {

    public static SearchPath ofEnvironment() {
        return parse(System.getenv().getOrDefault("PATH", ""));
    }

    static SearchPath parse(String variable) {
        return new SearchPath(
                Pattern.compile(Pattern.quote(File.pathSeparator))
                        .splitAsStream(variable)
                        .filter(directory -> !directory.isEmpty())
                        .map(Path::of)
                        .toList());
    }

    /** The first of some names that any directory has a program for. */
    public Optional<Path> find(String... names) {
        return Stream.of(names)
                .flatMap(name -> directories.stream().map(directory -> directory.resolve(name)))
                .filter(Files::isRegularFile)
                .filter(Files::isExecutable)
                .findFirst();
    }
}
