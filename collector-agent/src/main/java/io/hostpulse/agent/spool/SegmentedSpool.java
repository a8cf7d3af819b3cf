package io.hostpulse.agent.spool;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.NavigableMap;
import java.util.Optional;

/**
 * The spool's directory. Records are appended to numbered segments and read in order; a segment is
 * deleted once nothing in it waits. What was read stays known until it is acknowledged, so that
 * acknowledgements may come in any order; how far all of them reach is remembered in a file, at
 * most a second late, so that after a crash only what was acknowledged last is read again.
 *
 * <p>A record that was being written at a crash, or is damaged, is passed over. Records reach the
 * disk when the operating system writes them: a kill of the process leaves them whole, a power
 * failure may take those of the last half minute.
 */
final class SegmentedSpool implements AutoCloseable {

    private final Path directory;
    private final SpoolLimits limits;
    private final Clock clock;
    private final ChannelOpener opener;
    private final DirectoryLock lock;
    private final ReplayMark mark;
    private final NavigableMap<Long, Segment> segments;
    private final UnsettledPositions unsettled = new UnsettledPositions();
    private long nextNumber;
    private Segment written;
    private SegmentWriter writer;
    private SegmentReader reader;
    private SpoolPosition nextRead;
    private long dropped;

    private SegmentedSpool(
            Path directory,
            SpoolLimits limits,
            Clock clock,
            ChannelOpener opener,
            DirectoryLock lock)
            throws IOException {
        this.directory = directory;
        this.limits = limits;
        this.clock = clock;
        this.opener = opener;
        this.lock = lock;
        this.mark = new ReplayMark(directory);
        this.nextRead = mark.read();
        SpoolScan scan = SpoolScan.of(directory, nextRead, opener);
        this.segments = scan.segments();
        this.nextNumber = scan.nextNumber();
        this.dropped = scan.damaged();
    }

    /**
     * Opens a spool that may hold entries, and reads through all of them.
     *
     * @throws IOException if the directory cannot be used, or another process uses it
     */
    static SegmentedSpool open(
            Path directory, SpoolLimits limits, Clock clock, ChannelOpener opener)
            throws IOException {
        PrivateDirectory.create(directory);
        DirectoryLock lock = DirectoryLock.acquire(directory);
        try {
            return new SegmentedSpool(directory, limits, clock, opener, lock);
        } catch (IOException e) {
            lock.close();
            throw e;
        }
    }

    /** As {@link Spool#append}. */
    SpoolPosition append(SpoolEntry entry) throws IOException {
        ByteBuffer record = RecordFormat.encode(entry);
        int recordBytes = record.remaining();
        dropExpired();
        while (!segments.isEmpty() && bytes() + recordBytes > limits.maxBytes()) {
            drop(segments.firstEntry().getValue());
        }
        if (writer != null && writer.bytes() + recordBytes > limits.segmentBytes()) {
            endSegment();
        }
        if (writer == null) {
            startSegment();
        }
        try {
            long offset = writer.append(record);
            written.added(entry.timeMillis(), offset + recordBytes);
            return new SpoolPosition(written.number, offset);
        } catch (IOException e) {
            abandonSegment();
            throw e;
        }
    }

    /** As {@link Spool#next}. */
    Optional<SpooledEntry> next() throws IOException {
        dropExpired();
        SpooledEntry next = nextWaiting();
        while (next != null && isExpired(next.entry().timeMillis())) {
            dropped++;
            settle(next.position());
            next = nextWaiting();
        }
        if (next != null) {
            unsettled.handOut(next.position());
        }
        return Optional.ofNullable(next);
    }

    /** As {@link Spool#acknowledge}. */
    void acknowledge(SpoolPosition position) throws IOException {
        if (unsettled.acknowledge(position)) {
            settle(position);
        } else if (position.compareTo(nextRead) >= 0
                && segments.containsKey(position.segment())
                && unsettled.acknowledgeAhead(position)) {
            settle(position);
        }
    }

    /** As {@link Spool#takeBack}. */
    void takeBack() {
        unsettled.takeBack();
    }

    long bytes() {
        return segments.values().stream().mapToLong(segment -> segment.bytes).sum();
    }

    long samples() {
        return segments.values().stream().mapToLong(segment -> segment.waiting).sum();
    }

    long dropped() {
        return dropped;
    }

    @Override
    public void close() throws IOException {
        try (lock) {
            mark.save(unsettled.first(nextRead), clock.millis());
            closeReader();
            if (writer != null) {
                writer.close();
            }
        }
    }

    private void startSegment() throws IOException {
        Segment segment = new Segment(directory, nextNumber);
        PrivateDirectory.create(directory);
        writer = new SegmentWriter(opener, segment.file);
        nextNumber++;
        written = segment;
        segments.put(segment.number, segment);
    }

    private void endSegment() throws IOException {
        SegmentWriter ended = writer;
        writer = null;
        written = null;
        ended.close();
    }

    private void abandonSegment() {
        Segment abandoned = written;
        try {
            writer.cutTorn();
            endSegment();
        } catch (IOException e) {
            // what was torn is passed over when it is read
            writer = null;
            written = null;
        }
        if (abandoned.waiting == 0) {
            segments.remove(abandoned.number);
            abandoned.file.toFile().delete();
        }
    }

    /** The next entry in order, from where it was taken back or else from the segments. */
    private SpooledEntry nextWaiting() throws IOException {
        SpoolPosition takenBack = unsettled.pollTakenBack();
        while (takenBack != null) {
            Optional<SpooledEntry> entry = readAgain(takenBack);
            if (entry.isPresent()) {
                return entry.get();
            }
            dropped++;
            settle(takenBack);
            takenBack = unsettled.pollTakenBack();
        }
        SpooledEntry next = readOn();
        while (next != null && unsettled.skip(next.position())) {
            next = readOn();
        }
        return next;
    }

    private Optional<SpooledEntry> readAgain(SpoolPosition position) {
        Path file = segments.get(position.segment()).file;
        try (SegmentReader again = new SegmentReader(opener, file, position.offset())) {
            return Optional.ofNullable(again.next())
                    .filter(found -> found.start() == position.offset())
                    .map(found -> new SpooledEntry(position, found.entry()));
        } catch (IOException unreadable) {
            return Optional.empty();
        }
    }

    private SpooledEntry readOn() throws IOException {
        while (segments.ceilingEntry(nextRead.segment()) != null) {
            Segment segment = segments.ceilingEntry(nextRead.segment()).getValue();
            if (segment.number > nextRead.segment()) {
                closeReader();
                nextRead = new SpoolPosition(segment.number, 0);
            }
            SegmentReader.Found found = readFrom(segment);
            if (found != null) {
                nextRead = new SpoolPosition(segment.number, found.end());
                return new SpooledEntry(
                        new SpoolPosition(segment.number, found.start()), found.entry());
            }
            if (segment == written) {
                return null;
            }
            closeReader();
            nextRead = new SpoolPosition(segment.number + 1, 0);
            deleteSettled();
        }
        return null;
    }

    /** The next record of a segment; null at its end, and if it cannot be read. */
    private SegmentReader.Found readFrom(Segment segment) {
        try {
            if (reader == null) {
                reader = new SegmentReader(opener, segment.file, nextRead.offset());
            }
            return reader.next();
        } catch (IOException unreadable) {
            return null;
        }
    }

    private void closeReader() throws IOException {
        if (reader != null) {
            SegmentReader closed = reader;
            reader = null;
            closed.close();
        }
    }

    private void settle(SpoolPosition position) throws IOException {
        segments.get(position.segment()).waiting--;
        deleteSettled();
        mark.follow(unsettled.first(nextRead), clock.millis());
    }

    /** Deletes what nobody waits for: all acknowledged, or read to the end and not found. */
    private void deleteSettled() throws IOException {
        long reached = unsettled.first(nextRead).segment();
        for (Segment segment : List.copyOf(segments.values())) {
            if (segment.waiting == 0 || segment.number < reached) {
                drop(segment);
            }
        }
    }

    private void dropExpired() throws IOException {
        for (Segment segment : List.copyOf(segments.values())) {
            if (isExpired(segment.newestMillis)) {
                drop(segment);
            }
        }
    }

    private boolean isExpired(long timeMillis) {
        return clock.millis() - timeMillis > limits.maxAge().toMillis();
    }

    private void drop(Segment segment) throws IOException {
        if (segment == written) {
            endSegment();
        }
        if (nextRead.segment() == segment.number) {
            closeReader();
            nextRead = new SpoolPosition(segment.number + 1, 0);
        }
        unsettled.forget(segment.number);
        dropped += segment.waiting;
        segments.remove(segment.number);
        Files.deleteIfExists(segment.file);
    }
}
