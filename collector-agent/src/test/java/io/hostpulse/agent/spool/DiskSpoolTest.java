package io.hostpulse.agent.spool;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DiskSpoolTest {

    @TempDir private Path directory;

    private final SpoolFixture fixture = new SpoolFixture();
    private final FullDisk disk = new FullDisk();
    private final PrintStream standardError = System.err;
    private final ByteArrayOutputStream output = new ByteArrayOutputStream();

    @BeforeEach
    void catchTheLog() {
        System.setErr(new PrintStream(output, true, UTF_8));
    }

    @AfterEach
    void releaseTheLog() {
        System.setErr(standardError);
    }

    @Test
    void aFullDiskIsSaidOnceAndWhatItHoldsIsReadNevertheless() {
        try (DiskSpool spool = open(directory)) {
            disk.free(100);
            assertThat(append(spool, 1)).isPresent();
            assertThat(append(spool, 2)).isPresent();
            assertThat(append(spool, 3)).isEmpty();
            fixture.clock.advance(DiskSpool.RETRY_PAUSE);
            assertThat(append(spool, 3)).isEmpty();

            assertThat(takeAll(spool)).containsExactly(1, 2);
            assertThat(spool.samples()).isEqualTo(2);
            assertThat(lines())
                    .singleElement()
                    .asString()
                    .contains("WARN", directory.toString(), "No space left on device");
        }
    }

    @Test
    void aDiskWithSpaceAgainIsUsedAgainAndNothingTornIsRead() {
        try (DiskSpool spool = open(directory)) {
            disk.free(100);
            append(spool, 1);
            append(spool, 2);
            append(spool, 3);
            disk.free(100_000);
            assertThat(append(spool, 4)).as("not tried so soon").isEmpty();
            fixture.clock.advance(DiskSpool.RETRY_PAUSE);

            assertThat(append(spool, 5)).isPresent();

            assertThat(takeAll(spool)).containsExactly(1, 2, 5);
            assertThat(spool.dropped()).isZero();
            assertThat(lines()).hasSize(2).last().asString().contains("INFO", "used again");
        }
    }

    @Test
    void aReallyFullFileSystemIsSaidOnceAndUsedAgain() throws IOException, InterruptedException {
        assumeThat(run("mount", "-t", "tmpfs", "-o", "size=64k", "tmpfs", directory.toString()))
                .as("mounting needs root")
                .isZero();
        try {
            DiskSpool spool =
                    DiskSpool.open(
                            directory,
                            SpoolFixture.LIMITS,
                            fixture.clock,
                            fixture.clock::nanoTime,
                            ChannelOpener.ON_DISK);
            int kept = 0;
            while (spool.append(fixture.entry(kept, 1000)).isPresent()) {
                kept++;
            }
            assertThat(kept).isBetween(30, 64);
            List<Integer> taken = new ArrayList<>();
            for (int i = 0; i < kept; i++) {
                SpooledEntry next = spool.next().orElseThrow();
                taken.add(SpoolFixture.number(next));
                spool.acknowledge(next.position());
            }
            assertThat(taken).hasSize(kept).isSorted();
            fixture.clock.advance(DiskSpool.RETRY_PAUSE);

            assertThat(append(spool, 500)).isPresent();
            assertThat(takeAll(spool)).containsExactly(500);
            assertThat(lines()).hasSize(2);
            spool.close();
        } finally {
            run("umount", directory.toString());
        }
    }

    @Test
    void aDirectoryThatCannotBeMadeIsTriedAgain() throws IOException {
        Path file = Files.createFile(directory.resolve("file"));
        try (DiskSpool spool = open(file.resolve("spool"))) {
            disk.free(100_000);
            assertThat(append(spool, 1)).isEmpty();
            assertThat(spool.next()).isEmpty();
            assertThat(spool.samples()).isZero();
            Files.delete(file);
            fixture.clock.advance(DiskSpool.RETRY_PAUSE);

            assertThat(append(spool, 2)).isPresent();

            assertThat(takeAll(spool)).containsExactly(2);
            assertThat(lines()).hasSize(2);
        }
    }

    @Test
    void whatWaitsFromBeforeIsSaid() {
        disk.free(100_000);
        DiskSpool spool = open(directory);
        append(spool, 1);
        spool.close();

        try (DiskSpool restarted = open(directory)) {
            assertThat(restarted.samples()).isEqualTo(1);
            assertThat(restarted.bytes()).isPositive();
        }
        assertThat(lines()).singleElement().asString().contains("1 samples wait");
    }

    @Test
    void droppingIsSaidOnce() {
        disk.free(Integer.MAX_VALUE);
        try (DiskSpool spool = open(directory)) {
            append(spool, 1);
            fixture.clock.advance(Duration.ofHours(25));
            append(spool, 2);
            fixture.clock.advance(Duration.ofHours(25));
            append(spool, 3);

            assertThat(spool.dropped()).isEqualTo(2);
            assertThat(lines()).singleElement().asString().contains("drops its oldest samples");
        }
    }

    private DiskSpool open(Path at) {
        return DiskSpool.open(
                at, SpoolFixture.LIMITS, fixture.clock, fixture.clock::nanoTime, disk);
    }

    private Optional<SpoolPosition> append(DiskSpool spool, int number) {
        return spool.append(fixture.entry(number));
    }

    private static List<Integer> takeAll(DiskSpool spool) {
        List<Integer> numbers = new ArrayList<>();
        Optional<SpooledEntry> next = spool.next();
        while (next.isPresent()) {
            numbers.add(SpoolFixture.number(next.get()));
            next = spool.next();
        }
        return numbers;
    }

    private List<String> lines() {
        return output.toString(UTF_8).lines().toList();
    }

    private static int run(String... command) throws IOException, InterruptedException {
        return new ProcessBuilder(command).start().waitFor();
    }
}
