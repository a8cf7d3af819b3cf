package io.hostpulse.agent.spool;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.TreeMap;
import java.util.TreeSet;

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

    private static final long MARK_INTERVAL_MILLIS = 1000;

    private final Path directory;
    private final SpoolLimits limits;
    private final Clock clock;
    private final ChannelOpener opener;
    private final DirectoryLock lock;
    private final ReplayMark mark;
    private final NavigableMap<Long, Segment> segments = new TreeMap<>();
    private final TreeSet<SpoolPosition> handedOut = new TreeSet<>();
    private final TreeSet<SpoolPosition> takenBack = new TreeSet<>();
    private final TreeSet<SpoolPosition> acknowledgedAhead = new TreeSet<>();
    private long nextNumber;
    private Segment written;
    private SegmentWriter writer;
    private SegmentReader reader;
    private SpoolPosition nextRead;
    private SpoolPosition marked;
    private long markedMillis;
    private long dropped;

    private SegmentedSpool(
            Path directory,
            SpoolLimits limits,
            Clock clock,
            ChannelOpener opener,
            DirectoryLock lock) {
        this.directory = directory;
        this.limits = limits;
        this.clock = clock;
        this.opener = opener;
        this.lock = lock;
        this.mark = new ReplayMark(directory);
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
            SegmentedSpool spool = new SegmentedSpool(directory, limits, clock, opener, lock);
            spool.scan();
            return spool;
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
            handedOut.add(next.position());
        }
        return Optional.ofNullable(next);
    }

    /** As {@link Spool#acknowledge}. */
    void acknowledge(SpoolPosition position) throws IOException {
        if (handedOut.remove(position) || takenBack.remove(position)) {
            settle(position);
        } else if (position.compareTo(nextRead) >= 0
                && segments.containsKey(position.segment())
                && acknowledgedAhead.add(position)) {
            settle(position);
        }
    }

    /** As {@link Spool#takeBack}. */
    void takeBack() {
        takenBack.addAll(handedOut);
        handedOut.clear();
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
            saveMark();
            closeReader();
            if (writer != null) {
                writer.close();
            }
        }
    }

    private void scan() throws IOException {
        marked = mark.read();
        nextRead = marked;
        nextNumber = marked.segment() + 1;
        for (long number : segmentNumbers()) {
            nextNumber = Math.max(nextNumber, number + 1);
            Segment segment = new Segment(directory, number);
            if (number >= marked.segment()) {
                scan(segment);
            }
            if (segment.waiting > 0) {
                segments.put(number, segment);
            } else {
                Files.deleteIfExists(segment.file);
            }
        }
    }

    private void scan(Segment segment) {
        long start = segment.number == marked.segment() ? marked.offset() : 0;
        try (SegmentReader scanner = new SegmentReader(opener, segment.file, start)) {
            SegmentReader.Found found = scanner.next();
            while (found != null) {
                segment.added(found.entry().timeMillis(), found.end());
                dropped += found.afterDamage() ? 1 : 0;
                found = scanner.next();
            }
            dropped += scanner.endsDamaged() ? 1 : 0;
            segment.bytes = scanner.offset();
        } catch (IOException unreadable) {
            dropped++;
        }
    }

    private List<Long> segmentNumbers() throws IOException {
        List<Long> numbers = new ArrayList<>();
        try (DirectoryStream<Path> files = Files.newDirectoryStream(directory)) {
            for (Path file : files) {
                long number = Segment.numberOf(file);
                if (number >= 0) {
                    numbers.add(number);
                }
            }
        } catch (DirectoryIteratorException e) {
            throw e.getCause();
        }
        Collections.sort(numbers);
        return numbers;
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
        while (!takenBack.isEmpty()) {
            SpoolPosition position = takenBack.pollFirst();
            Optional<SpooledEntry> entry = readAgain(position);
            if (entry.isPresent()) {
                return entry.get();
            }
            dropped++;
            settle(position);
        }
        SpooledEntry next = readOn();
        while (next != null && acknowledgedAhead.remove(next.position())) {
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
        long age = clock.millis() - markedMillis;
        if (age < 0 || age >= MARK_INTERVAL_MILLIS) {
            saveMark();
        }
    }

    /** Deletes what nobody waits for: all acknowledged, or read to the end and not found. */
    private void deleteSettled() throws IOException {
        long reached = reached().segment();
        for (Segment segment : List.copyOf(segments.values())) {
            if (segment.waiting == 0 || segment.number < reached) {
                drop(segment);
            }
        }
    }

    /** Everything before it is acknowledged or lost. */
    private SpoolPosition reached() {
        SpoolPosition reached = nextRead;
        for (TreeSet<SpoolPosition> waiting : List.of(handedOut, takenBack)) {
            if (!waiting.isEmpty() && waiting.first().compareTo(reached) < 0) {
                reached = waiting.first();
            }
        }
        return reached;
    }

    private void saveMark() {
        SpoolPosition reached = reached();
        if (reached.equals(marked)) {
            return;
        }
        markedMillis = clock.millis();
        try {
            mark.write(reached);
            marked = reached;
        } catch (IOException e) {
            // a full disk: without the mark a restart repeats more, and loses nothing
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
        for (TreeSet<SpoolPosition> positions : List.of(handedOut, takenBack, acknowledgedAhead)) {
            positions.removeIf(position -> position.segment() == segment.number);
        }
        dropped += segment.waiting;
        segments.remove(segment.number);
        Files.deleteIfExists(segment.file);
    }
}
