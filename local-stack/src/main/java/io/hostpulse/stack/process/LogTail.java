package io.hostpulse.stack.process;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/** The end of a log file, read without reading the rest; and what is appended later. */
public final class LogTail {

    private static final int MAX_BYTES_READ = 4 * 1024 * 1024;
    private static final int LINES_SEARCHED = 500;
    private static final int MAX_ERROR_LENGTH = 400;
    private static final Pattern ERROR =
            Pattern.compile("ERROR|FATAL|^Error|^Exception in thread|\\blevel=error\\b");

    private final Path file;
    private long position;

    public LogTail(Path file) {
        this.file = file;
    }

    /** The last {@code count} lines; none if there is no such file. The next read goes on there. */
    public List<String> lastLines(int count) {
        List<String> lines = readFrom(Math.max(0, length() - MAX_BYTES_READ));
        return lines.subList(Math.max(0, lines.size() - count), lines.size());
    }

    /** The last line that reports an error. */
    public Optional<String> lastError() {
        return lastLines(LINES_SEARCHED).stream()
                .filter(line -> ERROR.matcher(line).find())
                .reduce((first, second) -> second)
                .map(line -> line.substring(0, Math.min(line.length(), MAX_ERROR_LENGTH)));
    }

    /** The complete lines appended since the last read. */
    public List<String> newLines() {
        boolean rolled = length() < position;
        return readFrom(rolled ? 0 : position);
    }

    private long length() {
        return file.toFile().length();
    }

    private List<String> readFrom(long start) {
        try (RandomAccessFile log = new RandomAccessFile(file.toFile(), "r")) {
            log.seek(start);
            byte[] bytes = new byte[(int) Math.min(MAX_BYTES_READ, log.length() - start)];
            log.readFully(bytes);
            int end = bytes.length;
            while (end > 0 && bytes[end - 1] != '\n') {
                end--;
            }
            position = start + end;
            return new ArrayList<>(new String(bytes, 0, end, UTF_8).lines().toList());
        } catch (IOException missing) {
            return List.of();
        }
    }
}
