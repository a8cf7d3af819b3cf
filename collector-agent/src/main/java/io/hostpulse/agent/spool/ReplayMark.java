package io.hostpulse.agent.spool;

import static java.nio.file.StandardCopyOption.ATOMIC_MOVE;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.zip.CRC32C;

/**
 * Remembers in a file up to where everything is acknowledged: segment and offset, 8 bytes each, and
 * a CRC32C of the two (4 bytes).
 */
final class ReplayMark {

    private static final int CHECKED_BYTES = 2 * Long.BYTES;
    private static final int BYTES = CHECKED_BYTES + Integer.BYTES;

    /** Before everything. */
    static final SpoolPosition START = new SpoolPosition(0, 0);

    private final Path file;
    private final Path draft;

    ReplayMark(Path directory) {
        this.file = directory.resolve("acknowledged");
        this.draft = directory.resolve("acknowledged.tmp");
    }

    /** What was written last; the start if there is none or it is damaged. */
    SpoolPosition read() throws IOException {
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

    void write(SpoolPosition position) throws IOException {
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
