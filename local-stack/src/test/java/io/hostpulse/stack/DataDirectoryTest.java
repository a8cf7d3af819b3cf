package io.hostpulse.stack;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DataDirectoryTest {

    @TempDir private Path directory;

    @Test
    void emptyingLeavesWhatIsNotTheStacks() throws IOException {
        DataDirectory data = new DataDirectory(directory);
        data.create();
        Files.createDirectories(data.of("kafka").resolve("data/topic-0"));
        Files.writeString(data.of("kafka").resolve("data/topic-0/segment"), "records");
        Files.writeString(directory.resolve("letter.txt"), "private");

        data.empty();

        try (var left = Files.list(directory)) {
            assertThat(left).containsExactly(directory.resolve("letter.txt"));
        }
    }

    @Test
    void theAgentsLogIsWhatItPrints() {
        DataDirectory data = new DataDirectory(directory);

        assertThat(data.log(Component.AGENT)).isEqualTo(data.output(Component.AGENT));
        assertThat(data.log(Component.KAFKA)).isEqualTo(directory.resolve("logs/kafka.log"));
    }
}
