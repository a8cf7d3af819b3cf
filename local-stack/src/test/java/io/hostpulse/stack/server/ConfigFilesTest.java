package io.hostpulse.stack.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ConfigFilesTest {

    @TempDir private Path directory;

    @Test
    void keysOfTheTemplateAreReplaced() throws IOException {
        ConfigFiles.write(
                directory.resolve("conf"),
                "elasticsearch/elasticsearch.yml",
                Map.of("port", 1234, "data", "/d", "logs", "/l", "settings", "node.attr.a: b"));

        assertThat(Files.readString(directory.resolve("conf/elasticsearch.yml")))
                .contains(
                        "http.port: 1234\n",
                        "path.data: \"/d\"\n",
                        "path.logs: \"/l\"\n",
                        "node.attr.a: b\n")
                .doesNotContain("@");
    }

    @Test
    void aKeyWithoutValueIsAnError() {
        assertThatThrownBy(
                        () ->
                                ConfigFiles.write(
                                        directory,
                                        "elasticsearch/elasticsearch.yml",
                                        Map.of("port", 1234)))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("@data@");
    }
}
