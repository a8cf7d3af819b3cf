package io.hostpulse.wire;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * A file of {@code src/test/resources} that says what the wire format is. With {@code
 * -Dhostpulse.write-golden-files} the tests write these files anew, for the author to review.
 */
record GoldenFile(Path path) {

    /** The option that has the files written anew. */
    static final String OPTION = "hostpulse.write-golden-files";

    static GoldenFile of(String name) {
        return new GoldenFile(
                Path.of(System.getProperty("basedir", "."), "src", "test", "resources", name));
    }

    static boolean isToBeWritten() {
        return System.getProperty(OPTION) != null;
    }

    byte[] bytes() {
        try {
            return Files.readAllBytes(path);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    String text() {
        return new String(bytes(), UTF_8);
    }

    void write(byte[] content) {
        try {
            Files.write(path, content);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
