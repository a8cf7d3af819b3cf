package io.hostpulse.agent.spool;

import static io.hostpulse.agent.spool.SpoolFixture.segments;
import static io.hostpulse.agent.spool.SpoolFixture.takeAll;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Segments that were cut or changed are read as far as they are whole. */
class SpoolDamageTest {

    private static final int RECORDS = 4;

    @TempDir private Path directory;

    private final SpoolFixture fixture = new SpoolFixture();
    private byte[] whole;
    private int recordBytes;

    @BeforeEach
    void writeASegment() throws IOException {
        Path intact = directory.resolve("intact");
        try (SegmentedSpool spool = fixture.open(intact)) {
            for (int number = 0; number < RECORDS; number++) {
                spool.append(fixture.entry(number));
            }
        }
        whole = Files.readAllBytes(segments(intact).get(0));
        recordBytes = whole.length / RECORDS;
    }

    @Test
    void aCrashAtAnyByteLosesOnlyTheRecordThatWasBeingWritten() throws IOException {
        for (int length = 0; length <= whole.length; length++) {
            int complete = length / recordBytes;
            try (SegmentedSpool spool = spoolOf(Arrays.copyOf(whole, length))) {
                assertThat(spool.samples()).as("cut at %d", length).isEqualTo(complete);
                assertThat(spool.dropped()).isEqualTo(length % recordBytes == 0 ? 0 : 1);
                spool.append(fixture.entry(99));

                List<Integer> expected =
                        new ArrayList<>(IntStream.range(0, complete).boxed().toList());
                expected.add(99);
                assertThat(takeAll(spool)).as("cut at %d", length).isEqualTo(expected);
            }
        }
    }

    @Test
    void aChangedByteLosesOnlyTheRecordItIsIn() throws IOException {
        for (int at = 0; at < whole.length; at++) {
            for (int flipped : new int[] {0x01, 0x80, 0xFF}) {
                int damaged = at / recordBytes;
                byte[] bytes = whole.clone();
                bytes[at] ^= (byte) flipped;
                try (SegmentedSpool spool = spoolOf(bytes)) {
                    assertThat(takeAll(spool))
                            .as("byte %d changed by %d", at, flipped)
                            .isEqualTo(
                                    IntStream.range(0, RECORDS)
                                            .filter(number -> number != damaged)
                                            .boxed()
                                            .toList());
                    assertThat(spool.dropped()).isEqualTo(1);
                }
            }
        }
    }

    @Test
    void zerosThatAFileSystemLeftAreNoRecords() throws IOException {
        try (SegmentedSpool spool = spoolOf(Arrays.copyOf(whole, whole.length + 100_000))) {
            assertThat(takeAll(spool)).hasSize(RECORDS);
        }
    }

    @Test
    void whatIsDamagedAfterItWasOpenedIsCountedAndGone() throws IOException {
        SegmentedSpool spool = spoolOf(whole);
        Path file = segments(directory.resolve("damaged")).get(0);
        byte[] bytes = whole.clone();
        bytes[recordBytes + 30] ^= 1;
        Files.write(file, bytes);

        for (SpooledEntry entry : SpoolFixture.take(spool, RECORDS)) {
            spool.acknowledge(entry.position());
        }

        assertThat(spool.samples()).isZero();
        assertThat(spool.dropped()).isEqualTo(1);
        assertThat(file).doesNotExist();
        spool.close();
    }

    @Test
    void aDamagedMarkRepeatsAndLosesNothing() throws IOException {
        SegmentedSpool spool = spoolOf(whole);
        spool.acknowledge(spool.next().orElseThrow().position());
        spool.close();
        Path mark = directory.resolve("damaged/acknowledged");
        byte[] bytes = Files.readAllBytes(mark);
        bytes[15] ^= 1;
        Files.write(mark, bytes);

        try (SegmentedSpool restarted = fixture.open(directory.resolve("damaged"))) {
            assertThat(takeAll(restarted)).containsExactly(0, 1, 2, 3);
        }
    }

    @Test
    void aSegmentThatWasRemovedByHandIsCountedAsLost() throws IOException {
        try (SegmentedSpool spool = spoolOf(whole)) {
            Files.delete(segments(directory.resolve("damaged")).get(0));
            spool.append(fixture.entry(99));

            assertThat(takeAll(spool)).containsExactly(99);
            assertThat(spool.dropped()).isEqualTo(RECORDS);
        }
    }

    private SegmentedSpool spoolOf(byte[] segment) throws IOException {
        Path damaged = Files.createDirectories(directory.resolve("damaged"));
        for (Path old : segments(damaged)) {
            Files.delete(old);
        }
        Files.deleteIfExists(damaged.resolve("acknowledged"));
        Files.write(damaged.resolve("000000000000000001.segment"), segment);
        return fixture.open(damaged);
    }
}
