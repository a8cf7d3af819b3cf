package io.hostpulse.agent;

import static java.time.ZoneOffset.UTC;
import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class AliveFileTest {

    private static final Instant NOON = Instant.parse("2026-03-01T12:00:00Z");

    @TempDir private Path directory;

    @Test
    void itsTimeIsThatByWhichTheNextSampleMustHaveBeenTaken() throws Exception {
        Path file = directory.resolve("alive-until");

        new AliveFile(file, "web-1", Clock.fixed(NOON, UTC)).extend(Duration.ofSeconds(10));
        assertThat(Files.getLastModifiedTime(file).toInstant()).isEqualTo("2026-03-01T12:01:10Z");

        new AliveFile(file, "web-1", Clock.fixed(NOON.plusSeconds(10), UTC))
                .extend(Duration.ofHours(1));
        assertThat(Files.getLastModifiedTime(file).toInstant()).isEqualTo("2026-03-01T13:01:10Z");
    }

    @Test
    void itsLineIsTheIdOfTheHostInThisRun() throws Exception {
        AliveFile.in(directory, "web-1").extend(Duration.ofSeconds(10));
        AliveFile.in(directory, "web-2").extend(Duration.ofSeconds(10));

        assertThat(directory.resolve("alive-until")).hasContent("web-2\n");
    }

    @Test
    void anAgentThatKeepsNoStateRunsWithoutIt() {
        Path nowhere = directory.resolve("none/alive-until");

        new AliveFile(nowhere, "web-1", Clock.systemUTC()).extend(Duration.ofSeconds(10));

        assertThat(nowhere).doesNotExist();
    }
}
