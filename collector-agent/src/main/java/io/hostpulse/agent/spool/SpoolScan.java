package io.hostpulse.agent.spool;

import java.io.IOException;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.NavigableMap;
import java.util.TreeMap;

/**
 * What a spool finds in its directory when it is opened: every record after the mark is read once.
 * Segments in which nothing waits are deleted.
 */
final class SpoolScan {

    private final Path directory;
    private final SpoolPosition marked;
    private final ChannelOpener opener;
    private final NavigableMap<Long, Segment> segments = new TreeMap<>();
    private long nextNumber;
    private long damaged;

    private SpoolScan(Path directory, SpoolPosition marked, ChannelOpener opener) {
        this.directory = directory;
        this.marked = marked;
        this.opener = opener;
        this.nextNumber = marked.segment() + 1;
    }

    /**
     * @param marked everything before it is acknowledged
     * @throws IOException if the directory cannot be listed, or a segment cannot be deleted
     */
    static SpoolScan of(Path directory, SpoolPosition marked, ChannelOpener opener)
            throws IOException {
        SpoolScan scan = new SpoolScan(directory, marked, opener);
        for (long number : numbersIn(directory)) {
            scan.scan(number);
        }
        return scan;
    }

    /** Those with something that waits, by their number. */
    NavigableMap<Long, Segment> segments() {
        return segments;
    }

    /** The lowest number that no segment has had. */
    long nextNumber() {
        return nextNumber;
    }

    /** Places where something could not be read: at least one record was lost at each. */
    long damaged() {
        return damaged;
    }

    private static List<Long> numbersIn(Path directory) throws IOException {
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

    private void scan(long number) throws IOException {
        nextNumber = Math.max(nextNumber, number + 1);
        Segment segment = new Segment(directory, number);
        if (number >= marked.segment()) {
            readThrough(segment);
        }
        if (segment.waiting > 0) {
            segments.put(number, segment);
        } else {
            Files.deleteIfExists(segment.file);
        }
    }

    private void readThrough(Segment segment) {
        long start = segment.number == marked.segment() ? marked.offset() : 0;
        try (SegmentReader reader = new SegmentReader(opener, segment.file, start)) {
            SegmentReader.Found found = reader.next();
            while (found != null) {
                segment.added(found.entry().timeMillis(), found.end());
                damaged += found.afterDamage() ? 1 : 0;
                found = reader.next();
            }
            damaged += reader.endsDamaged() ? 1 : 0;
            segment.bytes = reader.offset();
        } catch (IOException unreadable) {
            damaged++;
        }
    }
}
