package io.hostpulse.job.state;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.MalformedURLException;
import java.net.URL;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.UnaryOperator;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import javax.tools.ToolProvider;

/** Compiles records of the model as they are not. */
final class ChangedRecords {

    /** The name of what a next release adds to every record. */
    static final String ADDED = "added";

    private static final Path MODEL = Path.of("src/main/java/io/hostpulse/job/model");
    private static final Pattern HEADER =
            Pattern.compile("(?s)public record (\\w+)\\((.*?)\\)\\s*\\{");

    private ChangedRecords() {}

    /**
     * As they would be with one more component each.
     *
     * @return where to look for classes, in this order: those records, then everything else
     */
    static List<URL> withMoreIn(List<String> records, Path directory) throws IOException {
        return compile(records, ChangedRecords::withMore, directory);
    }

    /**
     * One of them without one of its components, the last.
     *
     * @param component with its type, as in the source
     * @return where to look for classes, in this order: that record, then everything else
     */
    static List<URL> without(String component, String record, Path directory) throws IOException {
        return compile(
                List.of(record),
                source -> {
                    assertThat(source).contains(", " + component + ")");
                    return source.replace(", " + component + ")", ")");
                },
                directory);
    }

    private static List<URL> compile(
            List<String> records, UnaryOperator<String> change, Path directory) throws IOException {
        List<String> arguments =
                new ArrayList<>(List.of("-d", directory.toString(), "-cp", "target/classes"));
        for (String name : records) {
            Path source = directory.resolve(name + ".java");
            Files.writeString(
                    source, change.apply(Files.readString(MODEL.resolve(name + ".java"))));
            arguments.add(source.toString());
        }
        assertThat(
                        ToolProvider.getSystemJavaCompiler()
                                .run(null, null, null, arguments.toArray(String[]::new)))
                .isZero();
        return List.of(
                url(directory),
                url(Path.of("target/classes")),
                url(Path.of("target/test-classes")));
    }

    /** Others go on to make the record without knowing of the new component. */
    private static String withMore(String source) {
        Matcher header = HEADER.matcher(source);
        assertThat(header.find()).isTrue();
        String components = header.group(2).strip();
        String names =
                Arrays.stream(components.split(","))
                        .map(component -> component.strip().replaceFirst(".*\\s", ""))
                        .collect(Collectors.joining(", "));
        return header.replaceFirst(
                Matcher.quoteReplacement(
                        "public record %1$s(%2$s, String %3$s) { public %1$s(%2$s) { this(%4$s, null); }"
                                .formatted(header.group(1), components, ADDED, names)));
    }

    private static URL url(Path directory) throws MalformedURLException {
        return directory.toUri().toURL();
    }
}
