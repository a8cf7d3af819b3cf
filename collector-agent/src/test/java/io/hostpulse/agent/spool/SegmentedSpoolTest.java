package io.hostpulse.agent.spool;

import static io.hostpulse.agent.spool.SpoolFixture.copy;
import static io.hostpulse.agent.spool.SpoolFixture.number;
import static io.hostpulse.agent.spool.SpoolFixture.segments;
import static io.hostpulse.agent.spool.SpoolFixture.take;
import static io.hostpulse.agent.spool.SpoolFixture.takeAll;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assumptions.assumeThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SegmentedSpoolTest {

    private static final int LARGE = 1000;
    private static final SpoolLimits SMALL = new SpoolLimits(64 * 1024, Duration.ofHours(1));

    @TempDir private Path directory;
    @TempDir private Path crashed;

    private final SpoolFixture fixture = new SpoolFixture();
    private final List<SegmentedSpool> opened = new ArrayList<>();

    @AfterEach
    void close() throws IOException {
        for (SegmentedSpool spool : opened) {
            spool.close();
        }
    }

    @Test
    void entriesAreHandedOutOnceWholeAndInOrder() throws IOException {
        SegmentedSpool spool = open(directory);
        append(spool, 1, 2);
        assertThat(takeAll(spool)).containsExactly(1, 2);
        append(spool, 3);

        SpooledEntry third = spool.next().orElseThrow();

        assertThat(number(third)).isEqualTo(3);
        assertThat(third.entry().key()).isEqualTo("host");
        assertThat(third.entry().timeMillis()).isEqualTo(fixture.clock.millis());
        assertThat(third.entry().value()).hasSize(10);
        assertThat(spool.next()).isEmpty();
        assertThat(spool.samples()).isEqualTo(3);
    }

    @Test
    void nothingIsLeftOnDiskOnceAllIsAcknowledged() throws IOException {
        SegmentedSpool spool = open(directory);
        append(spool, 1, 2, 3);
        assertThat(spool.bytes()).isPositive();

        for (SpooledEntry entry : take(spool, 3)) {
            spool.acknowledge(entry.position());
        }

        assertThat(spool.samples()).isZero();
        assertThat(spool.bytes()).isZero();
        assertThat(segments(directory)).isEmpty();
        append(spool, 4);
        assertThat(takeAll(spool)).containsExactly(4);
    }

    @Test
    void orderHoldsOverManySegments() throws IOException {
        SegmentedSpool spool = open(directory, SMALL);
        appendLarge(spool, 0, 50);

        assertThat(segments(directory)).hasSizeGreaterThan(10);
        assertThat(takeAll(spool)).isEqualTo(IntStream.range(0, 50).boxed().toList());
    }

    @Test
    void beyondTheSizeTheOldestAreDroppedAndCounted() throws IOException {
        SegmentedSpool spool = open(directory, SMALL);
        appendLarge(spool, 0, 100);

        List<Integer> kept = takeAll(spool);

        assertThat(spool.bytes()).isLessThanOrEqualTo(SMALL.maxBytes());
        assertThat(kept).hasSizeGreaterThan(50);
        assertThat(kept).isEqualTo(IntStream.range(100 - kept.size(), 100).boxed().toList());
        assertThat(spool.dropped()).isEqualTo(100 - kept.size());
        assertThat(spool.samples()).isEqualTo(kept.size());
    }

    @Test
    void whatIsDroppedWhileItIsUnderWayMayStillBeAcknowledged() throws IOException {
        SegmentedSpool spool = open(directory, SMALL);
        appendLarge(spool, 0, 1);
        SpooledEntry first = spool.next().orElseThrow();
        appendLarge(spool, 1, 100);
        long samples = spool.samples();

        spool.acknowledge(first.position());
        spool.takeBack();

        assertThat(spool.samples()).isEqualTo(samples);
        assertThat(number(spool.next().orElseThrow())).isEqualTo((int) spool.dropped());
    }

    @Test
    void whatIsTooOldIsDroppedAndCountedBeItInAFullSegmentOrNot() throws IOException {
        SegmentedSpool spool = open(directory, SMALL);
        append(spool, 1, 2);
        fixture.clock.advance(Duration.ofMinutes(30));
        append(spool, 3);
        fixture.clock.advance(Duration.ofMinutes(31));

        assertThat(takeAll(spool)).containsExactly(3);
        assertThat(spool.dropped()).isEqualTo(2);

        fixture.clock.advance(Duration.ofMinutes(30));
        assertThat(spool.next()).isEmpty();
        assertThat(spool.dropped()).isEqualTo(3);
        assertThat(segments(directory)).isEmpty();
    }

    @Test
    void whatWasNotAcknowledgedIsHandedOutAgainFirst() throws IOException {
        SegmentedSpool spool = open(directory);
        append(spool, 1, 2, 3, 4);
        List<SpooledEntry> taken = take(spool, 3);
        spool.acknowledge(taken.get(1).position());

        spool.takeBack();

        assertThat(takeAll(spool)).containsExactly(1, 3, 4);
        assertThat(spool.samples()).isEqualTo(3);
    }

    @Test
    void whatIsAcknowledgedBeforeItIsHandedOutIsPassedOver() throws IOException {
        SegmentedSpool spool = open(directory);
        append(spool, 1);
        SpoolPosition second = spool.append(fixture.entry(2));
        append(spool, 3);

        spool.acknowledge(second);
        spool.acknowledge(second);

        assertThat(spool.samples()).isEqualTo(2);
        assertThat(takeAll(spool)).containsExactly(1, 3);
    }

    @Test
    void aRestartGoesOnWhereTheReplayStopped() throws IOException {
        SegmentedSpool spool = open(directory, SMALL);
        appendLarge(spool, 0, 40);
        List<SpooledEntry> taken = take(spool, 25);
        for (SpooledEntry entry : taken.subList(0, 20)) {
            spool.acknowledge(entry.position());
        }
        spool.close();

        SegmentedSpool restarted = open(directory, SMALL);

        assertThat(restarted.samples()).isEqualTo(20);
        assertThat(takeAll(restarted)).isEqualTo(IntStream.range(20, 40).boxed().toList());
        assertThat(restarted.dropped()).isZero();
    }

    @Test
    void aKillInTheMiddleOfAReplayRepeatsAtMostTheLastSecond() throws IOException {
        SegmentedSpool spool = open(directory, SMALL);
        appendLarge(spool, 0, 40);
        for (SpooledEntry entry : take(spool, 20)) {
            fixture.clock.advance(Duration.ofMillis(100));
            spool.acknowledge(entry.position());
        }

        SegmentedSpool restarted = open(copy(directory, crashed.resolve("spool")), SMALL);

        List<Integer> replayed = takeAll(restarted);
        assertThat(replayed.get(0)).isBetween(10, 20);
        assertThat(replayed).isEqualTo(IntStream.range(replayed.get(0), 40).boxed().toList());
    }

    @Test
    void whatIsAppendedAfterARestartComesLast() throws IOException {
        SegmentedSpool spool = open(directory);
        append(spool, 1);
        spool.close();
        SegmentedSpool restarted = open(directory);
        append(restarted, 2);

        assertThat(takeAll(restarted)).containsExactly(1, 2);
    }

    @Test
    void othersCannotLookIntoADirectoryThatItMakes() throws IOException {
        Path made = directory.resolve("state/spool");
        assumeThat(made.getFileSystem().supportedFileAttributeViews()).contains("posix");

        open(made);

        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(made)))
                .isEqualTo("rwx------");
    }

    @Test
    void onlyOneMayUseADirectory() throws IOException {
        open(directory);

        assertThatThrownBy(() -> open(directory)).hasMessage("another agent uses it");
    }

    private SegmentedSpool open(Path at) throws IOException {
        return open(at, SpoolFixture.LIMITS);
    }

    private SegmentedSpool open(Path at, SpoolLimits limits) throws IOException {
        SegmentedSpool spool = fixture.open(at, limits);
        opened.add(spool);
        return spool;
    }

    private void append(SegmentedSpool spool, int... numbers) throws IOException {
        for (int number : numbers) {
            spool.append(fixture.entry(number));
        }
    }

    private void appendLarge(SegmentedSpool spool, int from, int to) throws IOException {
        for (int number = from; number < to; number++) {
            spool.append(fixture.entry(number, LARGE));
        }
    }
}
