package io.hostpulse.stack.server;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SearchPathTest {

    @TempDir private Path directory;

    @Test
    void theFirstNameThatIsAProgramIsFound() throws IOException {
        Path first = Files.createDirectories(directory.resolve("first"));
        Path second = Files.createDirectories(directory.resolve("second"));
        Files.createFile(first.resolve("prometheus-alertmanager"));
        Path program = Files.createFile(second.resolve("alertmanager"));
        assertThat(program.toFile().setExecutable(true)).isTrue();

        SearchPath path = SearchPath.parse(first + "::" + second);

        assertThat(path.find("prometheus-alertmanager", "alertmanager")).contains(program);
        assertThat(path.find("prometheus-alertmanager")).isEmpty();
    }

    @Test
    void aDirectoryIsNoProgram() throws IOException {
        Files.createDirectories(directory.resolve("alertmanager"));

        assertThat(SearchPath.parse(directory.toString()).find("alertmanager")).isEmpty();
        assertThat(SearchPath.parse("").find("alertmanager")).isEmpty();
    }
}
