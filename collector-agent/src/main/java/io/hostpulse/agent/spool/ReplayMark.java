package io.hostpulse.agent.spool;

import static java.nio.file.StandardCopyOption.ATOMIC_MOVE;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.zip.CRC32C;

/**
 * Remembers in a file up to where everything is acknowledged, at most a second late: segment and
 * offset, 8 bytes each, and a CRC32C of the two (4 bytes).
 */
final class ReplayMark {

    private static final int CHECKED_BYTES = 2 * Long.BYTES;
    private static final int BYTES = CHECKED_BYTES + Integer.BYTES;

    /** Before everything. */
    static final SpoolPosition START = new SpoolPosition(0, 0);

    private static final long INTERVAL_MILLIS = 1000;

    private final Path file;
    private final Path draft;
    private SpoolPosition saved = START;
    private long savedMillis;

    ReplayMark(Path directory) {
        this.file = directory.resolve("acknowledged");
        this.draft = directory.resolve("acknowledged.tmp");
    }

    /** What was written last; the start if there is none or it is damaged. */
    SpoolPosition read() throws IOException {
        saved = parse();
        return saved;
    }

    /** Saves the position if it is time to. */
    void follow(SpoolPosition reached, long nowMillis) {
        long ageMillis = nowMillis - savedMillis;
        if (ageMillis < 0 || ageMillis >= INTERVAL_MILLIS) {
            save(reached, nowMillis);
        }
    }

    void save(SpoolPosition reached, long nowMillis) {
        if (reached.equals(saved)) {
            return;
        }
        savedMillis = nowMillis;
        try {
            write(reached);
            saved = reached;
        } catch (IOException e) {
            // a full disk: without the mark a restart repeats more, and loses nothing
        }
    }

    private SpoolPosition parse() throws IOException {
        try {
            ByteBuffer bytes = ByteBuffer.wrap(Files.readAllBytes(file));
            if (bytes.remaining() == BYTES && bytes.getInt(CHECKED_BYTES) == checksum(bytes)) {
                return new SpoolPosition(bytes.getLong(), bytes.getLong());
            }
        } catch (NoSuchFileException none) {
            return START;
        }
        return START;
    }

    private void write(SpoolPosition position) throws IOException {
        ByteBuffer bytes =
                ByteBuffer.allocate(BYTES).putLong(position.segment()).putLong(position.offset());
        bytes.putInt(checksum(bytes));
        Files.write(draft, bytes.array());
        Files.move(draft, file, ATOMIC_MOVE);
    }

    private static int checksum(ByteBuffer bytes) {
        CRC32C checksum = new CRC32C();
        checksum.update(bytes.slice(0, CHECKED_BYTES));
        return (int) checksum.getValue();
    }
}
