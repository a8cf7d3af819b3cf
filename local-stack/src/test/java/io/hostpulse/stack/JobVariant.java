package io.hostpulse.stack;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.FileSystem;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import javax.tools.ToolProvider;

/**
 * The job's jar with one state record compiled from changed source: what the job remembers of an
 * agent's run.
 */
final class JobVariant {

    private static final String RECORD = "io/hostpulse/job/model/SeenRun";
    private static final String STATE_LISTING = "io/hostpulse/job/state/state.txt";
    private static final String LISTED = "field model.SeenRun.arrivedMillis";
    private static final String END_OF_HEADER = "long arrivedMillis) {";

    private JobVariant() {}

    /** It has one component more, as a newer release may have. */
    static Path withOneMoreComponent(Path directory) {
        return build(
                directory.resolve("one-more-component"),
                """
                long arrivedMillis, long addedMillis) {
                    public SeenRun(long[] ranges, long arrivedMillis) {
                        this(ranges, arrivedMillis, 0);
                    }
                """);
    }

    /** A component has another type, with which no state can be read. */
    static Path withAnotherType(Path directory) {
        return build(
                directory.resolve("another-type"),
                """
                String arrivedMillis, long addedMillis) {
                    public SeenRun(long[] ranges, long arrivedMillis) {
                        this(ranges, Long.toString(arrivedMillis), 0);
                    }
                """);
    }

    private static Path build(Path directory, String endOfHeader) {
        Path jobJar = SourceTree.current().jobJar();
        Path jar = directory.resolve("hostpulse-job.jar");
        Path source = directory.resolve("SeenRun.java");
        try {
            Files.createDirectories(directory);
            Files.writeString(source, changed(endOfHeader));
            compile(source, jobJar, directory);
            Files.copy(jobJar, jar);
            try (FileSystem zip = FileSystems.newFileSystem(jar)) {
                Files.copy(
                        directory.resolve(RECORD + ".class"),
                        zip.getPath(RECORD + ".class"),
                        StandardCopyOption.REPLACE_EXISTING);
                Path listing = zip.getPath(STATE_LISTING);
                Files.writeString(listing, withComponentAdded(Files.readString(listing)));
            }
            return jar;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /**
     * The list of state of a release that has the component. The one with another type says the
     * same, so that Flink alone finds out.
     */
    private static String withComponentAdded(String listing) {
        return listing.replace(LISTED, "field model.SeenRun.addedMillis = Long\n" + LISTED);
    }

    private static String changed(String endOfHeader) throws IOException {
        Path original =
                SourceTree.current().root().resolve("flink-job/src/main/java/" + RECORD + ".java");
        String source = Files.readString(original);
        if (!source.contains(END_OF_HEADER)) {
            throw new IllegalStateException(
                    original + " has no \"" + END_OF_HEADER + "\" any more");
        }
        return source.replace(END_OF_HEADER, endOfHeader);
    }

    private static void compile(Path source, Path classPath, Path output) {
        int exitCode =
                ToolProvider.getSystemJavaCompiler()
                        .run(
                                null,
                                null,
                                null,
                                "--release",
                                "17",
                                "-proc:none",
                                "-cp",
                                classPath.toString(),
                                "-d",
                                output.toString(),
                                source.toString());
        if (exitCode != 0) {
            throw new IllegalStateException("does not compile: " + source);
        }
    }
}
