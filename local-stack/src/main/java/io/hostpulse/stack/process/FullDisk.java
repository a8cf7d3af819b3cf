package io.hostpulse.stack.process;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** Whether a process ended because there was no room left on its disk. */
final class FullDisk {

    /** As the kernel says it and Java hands it on. */
    private static final Pattern SIGN =
            Pattern.compile("No space left on device|Disk quota exceeded");

    private static final int LINES_SEARCHED = 500;

    /** Less than any server writes next. */
    private static final long NOTHING_LEFT_BYTES = 1 << 20;

    private FullDisk() {}

    /** Whether a process has said so in any of these files before it ended. */
    static boolean isToldIn(Stream<Path> logs) {
        return logs.flatMap(log -> new LogTail(log).lastLines(LINES_SEARCHED).stream())
                .anyMatch(line -> SIGN.matcher(line).find());
    }

    /** Whether the disk of a directory is full now: then no log may say so, being on it too. */
    static boolean isNow(Path directory) {
        try {
            return Files.getFileStore(directory).getUsableSpace() < NOTHING_LEFT_BYTES;
        } catch (IOException unknown) {
            return false;
        }
    }
}
