package io.hostpulse.job.document;

import static java.nio.ByteOrder.LITTLE_ENDIAN;
import static java.nio.charset.StandardCharsets.US_ASCII;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;

/**
 * Writes numbers in decimal: as bytes, where they are wanted, eight digits at a time. What follows
 * a number is overwritten, up to {@link #MAX_LENGTH} from where it begins.
 */
final class Decimal {

    /** Room for every number, and for eight digits where there is but one. */
    static final int MAX_LENGTH = 40;

    /** Whole numbers up to here are written as such. */
    private static final double MOST_WHOLE = 1e15;

    private static final double HIGHEST_SHORT = 1e5;
    private static final long FOUR_PLACES = 10_000;
    private static final long TEN_PLACES = 10_000_000_000L;
    private static final int EIGHT_PLACES = 100_000_000;

    private static final VarHandle EIGHT_BYTES =
            MethodHandles.byteArrayViewVarHandle(long[].class, LITTLE_ENDIAN);
    private static final long EIGHT_ZEROS = 0x3030_3030_3030_3030L;

    private Decimal() {}

    /**
     * @return where the text ends in {@code out}
     */
    static int write(long value, byte[] out, int at) {
        if (value < 0) {
            return writeNegative(value, out, at);
        }
        if (value < 10) {
            out[at] = (byte) ('0' + value);
            return at + 1;
        }
        if (value < EIGHT_PLACES) {
            long digits = digitsOf((int) value);
            int zeros = Long.numberOfTrailingZeros(digits | (1L << 56)) & ~7;
            EIGHT_BYTES.set(out, at, (digits | EIGHT_ZEROS) >>> zeros);
            return at + 8 - (zeros >> 3);
        }
        long high = value / EIGHT_PLACES;
        int end = write(high, out, at);
        EIGHT_BYTES.set(out, end, digitsOf((int) (value - high * EIGHT_PLACES)) | EIGHT_ZEROS);
        return end + 8;
    }

    private static int writeNegative(long value, byte[] out, int at) {
        out[at] = '-';
        if (value == Long.MIN_VALUE) { // which has no opposite
            int end = write(-(value / 10), out, at + 1);
            out[end] = '8';
            return end + 1;
        }
        return write(-value, out, at + 1);
    }

    /**
     * A text that is read as the same double, without an exponent where it is short.
     *
     * @return where the text ends; {@code at} of what is infinite, or no number
     */
    static int write(double value, byte[] out, int at) {
        int end = writeShort(value, out, at);
        if (end > at || !Double.isFinite(value)) {
            return end;
        }
        byte[] text = Double.toString(value).getBytes(US_ASCII);
        System.arraycopy(text, 0, out, at, text.length);
        return at + text.length;
    }

    /**
     * Writes what is whole, and what has up to ten decimals and up to five digits before them, as
     * nearly all rounded numbers do: many times faster than any other is written.
     *
     * @return where the text ends; {@code at} where the number is another
     */
    private static int writeShort(double value, byte[] out, int at) {
        double amount = Math.abs(value);
        if (value == (long) value && amount < MOST_WHOLE) {
            return write((long) value, out, at);
        }
        if (!(amount < HIGHEST_SHORT)) {
            return at;
        }
        // the quotient of two exact numbers is what a reader of the decimal gets
        double scaled = amount * FOUR_PLACES;
        long digits = (long) scaled;
        if (digits == scaled && (double) digits / FOUR_PLACES == amount) {
            int point = writeWhole(value < 0, digits / FOUR_PLACES, out, at);
            return writeEightPlaces((int) (digits % FOUR_PLACES * 10_000), out, point + 1);
        }
        scaled = amount * TEN_PLACES;
        digits = (long) scaled;
        if (digits == scaled && (double) digits / TEN_PLACES == amount) {
            int point = writeWhole(value < 0, digits / TEN_PLACES, out, at);
            int decimals = (int) (digits % TEN_PLACES / 100);
            int rest = (int) (digits % 100);
            if (rest == 0) {
                return writeEightPlaces(decimals, out, point + 1);
            }
            EIGHT_BYTES.set(out, point + 1, digitsOf(decimals) | EIGHT_ZEROS);
            return writeEightPlaces(rest * 1_000_000, out, point + 9);
        }
        return at;
    }

    /** With the point after it. */
    private static int writeWhole(boolean negative, long whole, byte[] out, int at) {
        int start = at;
        if (negative) {
            out[start++] = '-';
        }
        int point = write(whole, out, start);
        out[point] = '.';
        return point;
    }

    /** Without the zeros at the end. */
    private static int writeEightPlaces(int decimals, byte[] out, int at) {
        long digits = digitsOf(decimals);
        EIGHT_BYTES.set(out, at, digits | EIGHT_ZEROS);
        return at + 8 - (Long.numberOfLeadingZeros(digits) >> 3);
    }

    /** Writes the two digits of a number below 100, and nothing else. */
    static void writePair(int number, byte[] out, int at) {
        out[at] = (byte) ('0' + number / 10);
        out[at + 1] = (byte) ('0' + number % 10);
    }

    /**
     * The digits of a number below 10<sup>8</sup>, one a byte, the first in the lowest: halves of
     * four digits are split into pairs, and these into digits, all of them at once.
     */
    private static long digitsOf(int number) {
        int high = number / 10_000;
        long halves = high | ((long) (number - high * 10_000) << 32);
        long hundreds = ((halves * 10_486) >>> 20) & 0x7F_0000_007FL; // by 100
        long pairs = hundreds | ((halves - 100 * hundreds) << 16);
        long tens = ((pairs * 103) >>> 10) & 0xF_000F_000F_000FL; // by 10
        return tens | ((pairs - 10 * tens) << 8);
    }
}
