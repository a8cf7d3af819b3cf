package io.hostpulse.stack;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

class InstallerVersionTest {

    @Test
    void theInstallersVersionIsTheProjects() throws IOException {
        Path root = SourceTree.current().root();
        Matcher version =
                Pattern.compile("<artifactId>hostpulse</artifactId>\\s*<version>([^<]+)</version>")
                        .matcher(Files.readString(root.resolve("pom.xml")));

        assertThat(version.find()).isTrue();
        assertThat(Files.readString(root.resolve("elastic/VERSION")).strip())
                .isEqualTo(version.group(1).replace("-SNAPSHOT", ""));
    }
}
