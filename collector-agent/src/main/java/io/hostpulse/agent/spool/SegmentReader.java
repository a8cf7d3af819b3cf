package io.hostpulse.agent.spool;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SeekableByteChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/** Reads the records of one segment from an offset on, and passes over what is damaged. */
final class SegmentReader implements AutoCloseable {

    private static final int BUFFER_BYTES = 64 * 1024;

    private final SeekableByteChannel channel;
    private long offset;
    private boolean afterDamage;

    SegmentReader(ChannelOpener opener, Path file, long offset) throws IOException {
        this.channel = opener.open(file, StandardOpenOption.READ);
        this.offset = offset;
    }

    /**
     * A record.
     *
     * @param start offset of the record
     * @param end offset of the byte after it
     * @param afterDamage whether something before it could not be read
     */
    record Found(long start, long end, boolean afterDamage, SpoolEntry entry) {}

    /** The next whole record; null at the end of the segment. */
    Found next() throws IOException {
        while (true) {
            Found found = recordAt(offset);
            if (found != null) {
                offset = found.end();
                afterDamage = false;
                return found;
            }
            if (offset >= channel.size()) {
                return null;
            }
            afterDamage = true;
            offset = findMark(offset + 1);
        }
    }

    /** Where the next record is looked for. */
    long offset() {
        return offset;
    }

    /** Whether the bytes up to the offset end with something that could not be read. */
    boolean endsDamaged() {
        return afterDamage;
    }

    @Override
    public void close() throws IOException {
        channel.close();
    }

    private Found recordAt(long start) throws IOException {
        RecordFormat.Header header = RecordFormat.header(read(start, RecordFormat.HEADER_BYTES));
        if (header == null || header.recordBytes() > channel.size() - start) {
            return null;
        }
        SpoolEntry entry = RecordFormat.decode(read(start, (int) header.recordBytes()));
        return entry == null
                ? null
                : new Found(start, start + header.recordBytes(), afterDamage, entry);
    }

    /** The first offset from {@code start} on with a record's mark; the segment's end if none. */
    private long findMark(long start) throws IOException {
        long at = start;
        while (channel.size() - at >= Integer.BYTES) {
            ByteBuffer chunk = read(at, BUFFER_BYTES);
            for (int i = 0; i + Integer.BYTES <= chunk.limit(); i++) {
                if (chunk.getInt(i) == RecordFormat.MARK) {
                    return at + i;
                }
            }
            at += chunk.limit() - Integer.BYTES + 1;
        }
        return channel.size();
    }

    private ByteBuffer read(long start, int most) throws IOException {
        int size = (int) Math.max(0, Math.min(most, channel.size() - start));
        ByteBuffer bytes = ByteBuffer.allocate(size);
        channel.position(start);
        while (bytes.hasRemaining() && channel.read(bytes) >= 0) {
            // until all is there
        }
        return bytes.flip();
    }
}
