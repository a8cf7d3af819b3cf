package io.hostpulse.job.window;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

/** Reads what {@link PackedOutput} has written. */
final class PackedInput {

    private static final VarHandle LONGS =
            MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.BIG_ENDIAN);

    private final byte[] bytes;
    private int position;

    PackedInput(byte[] bytes) {
        this.bytes = bytes;
    }

    boolean hasMore() {
        return position < bytes.length;
    }

    int position() {
        return position;
    }

    void skip(int length) {
        position += length;
    }

    int readByte() {
        return bytes[position++] & 0xFF;
    }

    long readVarint() {
        long value = 0;
        int shift = 0;
        while (bytes[position] < 0) {
            value |= (bytes[position++] & 0x7FL) << shift;
            shift += 7;
        }
        return value | (long) bytes[position++] << shift;
    }

    long readSigned() {
        long value = readVarint();
        return value >>> 1 ^ -(value & 1);
    }

    /** Fills {@code row}. What was written before a metric was added has no value for it: NaN. */
    void readRow(double[] row) {
        int count = (int) readVarint();
        int lengths = position;
        position += (count + 1) / 2;
        for (int i = 0; i < count; i++) {
            int pair = bytes[lengths + i / 2];
            int length = (i & 1) == 0 ? pair >> 4 & 0xF : pair & 0xF;
            double value = length == PackedOutput.ABSENT ? Double.NaN : readDouble(length);
            if (i < row.length) {
                row[i] = value;
            }
        }
        for (int i = count; i < row.length; i++) {
            row[i] = Double.NaN;
        }
    }

    void skipRow() {
        int count = (int) readVarint();
        int lengths = position;
        position += (count + 1) / 2;
        for (int i = 0; i < count; i++) {
            int length = bytes[lengths + i / 2] >> ((i & 1) == 0 ? 4 : 0) & 0xF;
            position += length == PackedOutput.ABSENT ? 0 : length;
        }
    }

    /**
     * @param length how many bytes were written
     */
    double readDouble(int length) {
        if (length == 0) {
            return 0;
        }
        long bits;
        if (position + Double.BYTES <= bytes.length) {
            bits = (long) LONGS.get(bytes, position) & (-1L << (8 * (Double.BYTES - length)));
        } else {
            bits = 0;
            for (int i = 0; i < length; i++) {
                bits |= (bytes[position + i] & 0xFFL) << (8 * (Double.BYTES - 1 - i));
            }
        }
        position += length;
        return Double.longBitsToDouble(bits);
    }
}
