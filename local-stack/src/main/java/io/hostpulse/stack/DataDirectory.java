package io.hostpulse.stack;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.stream.Stream;

/**
 * Where a stack keeps everything it writes, by default {@code .hostpulse/} of the source tree.
 *
 * @param root absolute
 */
public record DataDirectory(Path root) {

    /** System property with the data directory that the command line was told to use. */
    public static final String PROPERTY = "hostpulse.data-dir";

    public DataDirectory {
        root = root.toAbsolutePath().normalize();
    }

    /** The one that this command works on: as told, else {@code .hostpulse/} of the tree. */
    public static DataDirectory current() {
        String told = System.getProperty(PROPERTY);
        return told == null
                ? SourceTree.current().dataDirectory()
                : new DataDirectory(Path.of(told));
    }

    /** Run records of the stack's processes. */
    public Path run() {
        return root.resolve("run");
    }

    public Path logs() {
        return root.resolve("logs");
    }

    /** Data and configuration of one component. */
    public Path of(String component) {
        return root.resolve(component);
    }

    /** The log that a component writes; some have none but what they print. */
    public Path log(Component component) {
        return switch (component) {
            case AGENT, ALERTMANAGER, KIBANA -> output(component);
            case KAFKA, ELASTICSEARCH, JOBMANAGER, TASKMANAGER, SUPERVISOR ->
                    logs().resolve(component.id() + ".log");
        };
    }

    /** What a component prints, which matters when it could not even open its log. */
    public Path output(Component component) {
        return logs().resolve(component.id() + ".out");
    }

    public void create() {
        try {
            for (Path directory : new Path[] {root, run(), logs()}) {
                Files.createDirectories(directory);
            }
        } catch (IOException e) {
            throw new StackException(
                    "The data directory "
                            + root
                            + " cannot be created ("
                            + e.getMessage()
                            + "): give another one with --data-dir.",
                    e);
        }
    }

    /** Removes what stacks keep here, and nothing else that may be in the directory. */
    public void empty() {
        Stream.of(
                        "run",
                        "logs",
                        "kafka",
                        "elasticsearch",
                        "alertmanager",
                        "flink",
                        "agent",
                        "supervisor")
                .map(root::resolve)
                .forEach(DataDirectory::delete);
    }

    /** Removes a directory with all that is in it, if it is there. */
    public static void delete(Path directory) {
        if (!Files.exists(directory)) {
            return;
        }
        try (Stream<Path> files = Files.walk(directory)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(file);
            }
        } catch (IOException e) {
            throw new UncheckedIOException("cannot remove " + directory, e);
        }
    }
}
