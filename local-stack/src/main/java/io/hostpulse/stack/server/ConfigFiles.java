package io.hostpulse.stack.server;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Objects;

/**
 * Configuration files of the servers: templates from the class path with their values filled in.
 */
final class ConfigFiles {

    private ConfigFiles() {}

    /**
     * Writes {@code directory/name} from the template of that name beside the server's class, with
     * each <code>@key@</code> replaced by its value.
     *
     * @throws IllegalStateException if a key of the template has no value
     */
    static void write(Path directory, String template, Map<String, Object> values) {
        Path file = directory.resolve(Path.of(template).getFileName());
        try {
            Files.createDirectories(directory);
            Files.writeString(file, fill(template, read(template), values));
        } catch (IOException e) {
            throw new UncheckedIOException("cannot write " + file, e);
        }
    }

    private static String read(String template) throws IOException {
        try (InputStream in =
                Objects.requireNonNull(
                        ConfigFiles.class.getResourceAsStream(template),
                        () -> "no template " + template)) {
            return new String(in.readAllBytes(), UTF_8);
        }
    }

    private static String fill(String template, String text, Map<String, Object> values) {
        String filled = text;
        for (Map.Entry<String, Object> value : values.entrySet()) {
            filled = filled.replace("@" + value.getKey() + "@", value.getValue().toString());
        }
        if (filled.matches("(?s).*@[a-zA-Z]+@.*")) {
            throw new IllegalStateException(template + " has keys without a value:\n" + filled);
        }
        return filled;
    }
}
