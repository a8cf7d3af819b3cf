package io.hostpulse.stack;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.FileSystem;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.function.UnaryOperator;
import javax.tools.ToolProvider;

/**
 * The job's jar with one state record compiled from changed source: what the job remembers of an
 * agent's run. What runs by then has the component that {@link #withOneMoreComponent} adds, so the
 * others have it too.
 */
final class JobVariant {

    private static final String RECORD = "io/hostpulse/job/model/SeenRun";
    private static final String STATE_LISTING = "io/hostpulse/job/state/state.txt";
    private static final String LISTED = "field model.SeenRun.arrivedMillis";
    private static final String END_OF_HEADER = "long arrivedMillis) {";
    private static final String ONE_MORE_COMPONENT =
            """
            long arrivedMillis, long addedMillis) {
                public SeenRun(long[] ranges, long arrivedMillis) {
                    this(ranges, arrivedMillis, 0);
                }
            """;
    private static final String PIPELINE = "io/hostpulse/job/pipeline/DetectPipeline.class";

    /** The uid of an operator that keeps something. */
    static final String GONE = "recall-alerts";

    private JobVariant() {}

    /** It has one component more, as a newer release may have. */
    static Path withOneMoreComponent(Path directory) {
        return build(directory.resolve("one-more-component"), ONE_MORE_COMPONENT);
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

    /** It fails at the first sample, but not at what it has in state. */
    static Path thatFailsOnSamples(Path directory) {
        return build(
                directory.resolve("fails-on-samples"),
                """
                long arrivedMillis, long addedMillis) {
                    public SeenRun(long[] ranges, long arrivedMillis) {
                        this(fail(), arrivedMillis, 0);
                    }
                    private static long[] fail() {
                        throw new IllegalStateException("made to fail");
                    }
                """);
    }

    /** An operator has gone, and there is one of another name. */
    static Path withoutAnOperator(Path directory) {
        Path jar = build(directory.resolve("without-an-operator"), ONE_MORE_COMPONENT);
        change(jar, PIPELINE, text -> text.replace(GONE, "retell-alerts"));
        change(jar, STATE_LISTING, text -> text.replace(GONE, "retell-alerts"));
        return jar;
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
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        change(jar, STATE_LISTING, JobVariant::withComponentAdded);
        return jar;
    }

    /** A class file too, whose names may be replaced by others of the same length. */
    private static void change(Path jar, String entry, UnaryOperator<String> change) {
        try (FileSystem zip = FileSystems.newFileSystem(jar)) {
            Path file = zip.getPath(entry);
            Files.writeString(file, change.apply(Files.readString(file, ISO_8859_1)), ISO_8859_1);
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
