package io.hostpulse.agent.spool;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** Spools whose entries are numbers. */
final class SpoolFixture {

    static final SpoolLimits LIMITS = new SpoolLimits(1024 * 1024, Duration.ofHours(24));

    final SteppedClock clock = new SteppedClock();

    SegmentedSpool open(Path directory) throws IOException {
        return open(directory, LIMITS);
    }

    SegmentedSpool open(Path directory, SpoolLimits limits) throws IOException {
        return SegmentedSpool.open(directory, limits, clock, ChannelOpener.ON_DISK);
    }

    /** Entry {@code number}, taken now. */
    SpoolEntry entry(int number) {
        return entry(number, 10);
    }

    /** Such an entry with a value of so many bytes. */
    SpoolEntry entry(int number, int bytes) {
        byte[] value = new byte[bytes];
        value[0] = (byte) (number >> 8);
        value[1] = (byte) number;
        return new SpoolEntry(clock.millis(), "host", value);
    }

    static int number(SpooledEntry entry) {
        byte[] value = entry.entry().value();
        return ((value[0] & 0xFF) << 8) | (value[1] & 0xFF);
    }

    /** Hands out so many, or all if there are fewer. */
    static List<SpooledEntry> take(SegmentedSpool spool, int most) throws IOException {
        List<SpooledEntry> taken = new ArrayList<>();
        Optional<SpooledEntry> next = spool.next();
        while (next.isPresent()) {
            taken.add(next.get());
            next = taken.size() < most ? spool.next() : Optional.empty();
        }
        return taken;
    }

    static List<Integer> takeAll(SegmentedSpool spool) throws IOException {
        return take(spool, Integer.MAX_VALUE).stream().map(SpoolFixture::number).toList();
    }

    static List<Path> segments(Path directory) {
        try (Stream<Path> files = Files.list(directory)) {
            return files.filter(file -> Segment.numberOf(file) >= 0).sorted().toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** What a kill at this moment would leave on disk. */
    static Path copy(Path directory, Path target) throws IOException {
        Files.createDirectories(target);
        try (Stream<Path> files = Files.list(directory)) {
            for (Path file : files.toList()) {
                Files.copy(file, target.resolve(file.getFileName()));
            }
        }
        return target;
    }
}
