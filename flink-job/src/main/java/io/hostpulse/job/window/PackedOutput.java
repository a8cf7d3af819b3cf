package io.hostpulse.job.window;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.util.Arrays;

/**
 * Writes numbers in few bytes and without loss. Of a double only the bytes up to the last that is
 * not zero are written, so 0 takes none, whole numbers and single-precision values take few; their
 * lengths are kept apart, two to a byte.
 */
final class PackedOutput {

    /** In place of a length: there is no value. */
    static final int ABSENT = 15;

    private static final VarHandle LONGS =
            MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.BIG_ENDIAN);
    private static final int LONGEST_VARINT = 10;

    private byte[] bytes = new byte[1024];
    private int size;

    void clear() {
        size = 0;
    }

    int size() {
        return size;
    }

    byte[] toBytes() {
        return Arrays.copyOf(bytes, size);
    }

    void writeByte(int value) {
        reserve(1);
        bytes[size++] = (byte) value;
    }

    /** A number that is not negative: seven bits a byte, the lowest first. */
    void writeVarint(long value) {
        reserve(LONGEST_VARINT);
        long rest = value;
        while ((rest & ~0x7FL) != 0) {
            bytes[size++] = (byte) (rest | 0x80);
            rest >>>= 7;
        }
        bytes[size++] = (byte) rest;
    }

    /** A number of either sign, short where its amount is small. */
    void writeSigned(long value) {
        writeVarint(value << 1 ^ value >> 63);
    }

    /** The first {@code count} values, NaN for those that are absent. */
    void writeRow(double[] row, int count) {
        writeVarint(count);
        reserve((count + 1) / 2 + count * Double.BYTES);
        int lengths = size;
        size += (count + 1) / 2;
        for (int i = 0; i < count; i += 2) {
            int first = appendOrMark(row[i]);
            int second = i + 1 < count ? appendOrMark(row[i + 1]) : ABSENT;
            bytes[lengths++] = (byte) (first << 4 | second);
        }
    }

    /** How many bytes {@link #append} will write. */
    static int lengthOf(double value) {
        return Double.BYTES - (Long.numberOfTrailingZeros(Double.doubleToRawLongBits(value)) >>> 3);
    }

    /** The bytes of a value whose length is written elsewhere. */
    void append(double value) {
        reserve(Double.BYTES);
        LONGS.set(bytes, size, Double.doubleToRawLongBits(value));
        size += lengthOf(value);
    }

    /** Bytes as they are. */
    void write(byte[] source, int from, int length) {
        reserve(length);
        System.arraycopy(source, from, bytes, size, length);
        size += length;
    }

    /** Writes all that this holds to {@code target}. */
    void copyTo(PackedOutput target) {
        target.write(bytes, 0, size);
    }

    private int appendOrMark(double value) {
        if (Double.isNaN(value)) {
            return ABSENT;
        }
        long bits = Double.doubleToRawLongBits(value);
        int length = Double.BYTES - (Long.numberOfTrailingZeros(bits) >>> 3);
        LONGS.set(bytes, size, bits);
        size += length;
        return length;
    }

    /** Room for {@code more} bytes, and for a whole double behind them. */
    private void reserve(int more) {
        if (size + more + Double.BYTES > bytes.length) {
            bytes = Arrays.copyOf(bytes, Math.max(2 * bytes.length, size + more + Double.BYTES));
        }
    }
}
