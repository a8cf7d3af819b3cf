package io.hostpulse.agent.spool;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.nio.ByteBuffer;
import java.util.zip.CRC32C;

/**
 * A record on disk, all numbers big-endian: the mark {@code HPSR}, a CRC32C of everything after it
 * (4 bytes), length of the body (4), the sample's time in milliseconds since 1970 (8), and the
 * body: length of the key (2), key in UTF-8, value. The mark allows to find the next record behind
 * a damaged one.
 */
final class RecordFormat {

    static final int MARK = 0x48505352;
    static final int HEADER_BYTES = 20;

    private static final int CHECKED_FROM = 8;
    private static final int MAX_KEY_BYTES = 0xFFFF;

    private RecordFormat() {}

    /**
     * What a header says.
     *
     * @param bodyBytes not checked yet
     */
    record Header(int checksum, int bodyBytes, long timeMillis) {

        long recordBytes() {
            return (long) HEADER_BYTES + bodyBytes;
        }
    }

    /**
     * @throws IllegalArgumentException if the key is too long
     */
    static ByteBuffer encode(SpoolEntry entry) {
        byte[] key = entry.key().getBytes(UTF_8);
        if (key.length > MAX_KEY_BYTES) {
            throw new IllegalArgumentException("a key of " + key.length + " bytes is too long");
        }
        int bodyBytes = Short.BYTES + key.length + entry.value().length;
        ByteBuffer record =
                ByteBuffer.allocate(HEADER_BYTES + bodyBytes)
                        .putInt(MARK)
                        .putInt(0)
                        .putInt(bodyBytes)
                        .putLong(entry.timeMillis())
                        .putShort((short) key.length)
                        .put(key)
                        .put(entry.value())
                        .flip();
        return record.putInt(Integer.BYTES, checksum(record));
    }

    /** The header at the buffer's position; null if there is none. */
    static Header header(ByteBuffer buffer) {
        int start = buffer.position();
        if (buffer.remaining() < HEADER_BYTES || buffer.getInt(start) != MARK) {
            return null;
        }
        int bodyBytes = buffer.getInt(start + 8);
        return bodyBytes < Short.BYTES
                ? null
                : new Header(buffer.getInt(start + 4), bodyBytes, buffer.getLong(start + 12));
    }

    /** The entry of the whole record that is left in the buffer; null if it is damaged. */
    static SpoolEntry decode(ByteBuffer record) {
        Header header = header(record);
        if (header == null
                || header.recordBytes() != record.remaining()
                || header.checksum() != checksum(record)) {
            return null;
        }
        ByteBuffer body = record.slice(record.position() + HEADER_BYTES, header.bodyBytes());
        int keyBytes = body.getShort() & MAX_KEY_BYTES;
        if (keyBytes > body.remaining()) {
            return null;
        }
        String key = UTF_8.decode(body.slice(body.position(), keyBytes)).toString();
        byte[] value = new byte[body.remaining() - keyBytes];
        body.get(body.position() + keyBytes, value);
        return new SpoolEntry(header.timeMillis(), key, value);
    }

    private static int checksum(ByteBuffer record) {
        CRC32C checksum = new CRC32C();
        checksum.update(
                record.slice(record.position() + CHECKED_FROM, record.remaining() - CHECKED_FROM));
        return (int) checksum.getValue();
    }
}
