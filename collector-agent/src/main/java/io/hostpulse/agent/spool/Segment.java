package io.hostpulse.agent.spool;

import java.nio.file.Path;

/** What is known of one segment's file. */
final class Segment {

    private static final String SUFFIX = ".segment";

    final long number;
    final Path file;
    long bytes;
    long newestMillis = Long.MIN_VALUE;

    /** Entries that are neither acknowledged nor dropped. */
    long waiting;

    Segment(Path directory, long number) {
        this.number = number;
        this.file = directory.resolve("%018d".formatted(number) + SUFFIX);
    }

    void added(long timeMillis, long end) {
        waiting++;
        bytes = Math.max(bytes, end);
        newestMillis = Math.max(newestMillis, timeMillis);
    }

    /** The number in a file's name; -1 if it is not a segment's. */
    static long numberOf(Path file) {
        String name = file.getFileName().toString();
        return name.matches("\\d{18}\\.segment")
                ? Long.parseLong(name.substring(0, name.length() - SUFFIX.length()))
                : -1;
    }
}
