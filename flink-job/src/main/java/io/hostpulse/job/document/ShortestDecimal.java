package io.hostpulse.job.document;

import java.math.BigInteger;
import java.util.Arrays;

/**
 * The shortest decimal that is read as the same floating-point number, and of several the closest,
 * as {@link Double#toString} gives it from Java 19 on: written where it is wanted, without a text
 * between. After Raffaello Giulietti, <a
 * href="https://drive.google.com/file/d/1IEeATSVnEE6TkrHlCYNY2GjaraBjOT4f">The Schubfach way to
 * render doubles</a>, whose names are kept.
 */
final class ShortestDecimal {

    /** Bits of the significand, its hidden one included. */
    private static final int DOUBLE_BITS = 53;

    private static final int FLOAT_BITS = 24;

    private static final int K_MIN = -324;
    private static final int K_MAX = 292;

    /** Of 10<sup>-k</sup> the 126 leading bits, rounded up, in two halves of 63. */
    private static final long[] G = powersOfTen();

    private static final long MASK_63 = Long.MAX_VALUE;

    private ShortestDecimal() {}

    /**
     * @param value a finite number
     * @return where the text ends in {@code out}
     */
    static int write(double value, byte[] out, int at) {
        long bits = Double.doubleToRawLongBits(value);
        int exponent = (int) (bits >>> (DOUBLE_BITS - 1)) & 0x7FF;
        long fraction = bits & ((1L << (DOUBLE_BITS - 1)) - 1);
        int start = writeSign(bits < 0, out, at);
        return write(fraction, exponent, DOUBLE_BITS, 1075, out, start);
    }

    /** The same in single precision, which is shorter. */
    static int write(float value, byte[] out, int at) {
        int bits = Float.floatToRawIntBits(value);
        int exponent = (bits >>> (FLOAT_BITS - 1)) & 0xFF;
        long fraction = bits & ((1L << (FLOAT_BITS - 1)) - 1);
        int start = writeSign(bits < 0, out, at);
        return write(fraction, exponent, FLOAT_BITS, 150, out, start);
    }

    private static int writeSign(boolean negative, byte[] out, int at) {
        if (!negative) {
            return at;
        }
        out[at] = '-';
        return at + 1;
    }

    /** Writes {@code c} times 2<sup>q</sup>. */
    private static int write(
            long fraction, int exponent, int bits, int bias, byte[] out, int start) {
        if (exponent != 0) {
            long hidden = 1L << (bits - 1);
            // of a power of two the number below is half as far away as the one above
            boolean irregular = fraction == 0 && exponent > 1;
            return write(hidden | fraction, exponent - bias, irregular, 0, out, start);
        }
        if (fraction == 0) {
            out[start] = '0';
            out[start + 1] = '.';
            out[start + 2] = '0';
            return start + 3;
        }
        // the smallest of all have fewer than two digits
        boolean tiny = fraction < (bits == DOUBLE_BITS ? 3 : 8);
        return write(tiny ? 10 * fraction : fraction, 1 - bias, false, tiny ? -1 : 0, out, start);
    }

    private static int write(long c, int q, boolean irregular, int dk, byte[] out, int start) {
        int odd = (int) c & 1;
        long cb = c << 2;
        long cbr = cb + 2;
        long cbl = irregular ? cb - 1 : cb - 2;
        int k = irregular ? floorLog10OfThreeQuartersTimesPowerOf2(q) : floorLog10OfPowerOf2(q);
        int h = q + floorLog2OfPowerOf10(-k) + 2;
        long g1 = G[2 * (k - K_MIN)];
        long g0 = G[2 * (k - K_MIN) + 1];
        long vb = multiplyRoundedToOdd(g1, g0, cb << h);
        long vbl = multiplyRoundedToOdd(g1, g0, cbl << h);
        long vbr = multiplyRoundedToOdd(g1, g0, cbr << h);
        long s = vb >> 2;
        if (s >= 100) {
            long sp10 = s / 10 * 10;
            long tp10 = sp10 + 10;
            boolean upin = vbl + odd <= (sp10 << 2);
            boolean wpin = (tp10 << 2) + odd <= vbr;
            if (upin != wpin) {
                return render(upin ? sp10 : tp10, k, out, start);
            }
        }
        long t = s + 1;
        boolean uin = vbl + odd <= (s << 2);
        boolean win = (t << 2) + odd <= vbr;
        boolean lower = uin != win ? uin : isCloserToLower(vb, s);
        return render(lower ? s : t, k + dk, out, start);
    }

    private static boolean isCloserToLower(long vb, long s) {
        long distance = vb - ((2 * s + 1) << 1);
        return distance < 0 || (distance == 0 && (s & 1) == 0);
    }

    /** Writes {@code f} times 10<sup>e</sup>. */
    private static int render(long f, int e, byte[] out, int start) {
        int end = Decimal.write(f, out, start + 1);
        int point = end - (start + 1) + e;
        if (point > 0 && point <= 7) {
            return setPoint(point, out, start, end);
        }
        if (point > -3 && point <= 0) {
            int zeros = 1 - point;
            System.arraycopy(out, start + 1, out, start + 1 + zeros, end - (start + 1));
            Arrays.fill(out, start, start + 1 + zeros, (byte) '0');
            return setPoint(1, out, start, end + zeros);
        }
        int exponent = setPoint(1, out, start, end);
        out[exponent] = 'E';
        return Decimal.write(point - 1, out, exponent + 1);
    }

    /**
     * Sets the point after so many digits, which are from {@code start + 1} on. At least one comes
     * after it, zeros at the end do not.
     */
    private static int setPoint(int before, byte[] out, int start, int end) {
        int last = end;
        while (last < start + before + 2) {
            out[last++] = '0';
        }
        for (int i = start; i < start + before; i++) {
            out[i] = out[i + 1];
        }
        out[start + before] = '.';
        while (last > start + before + 2 && out[last - 1] == '0') {
            last--;
        }
        return last;
    }

    /** {@code g * cp} by 2<sup>127</sup>, where what is lost makes the result odd. */
    private static long multiplyRoundedToOdd(long g1, long g0, long cp) {
        long x1 = Math.multiplyHigh(g0, cp);
        long y0 = g1 * cp;
        long y1 = Math.multiplyHigh(g1, cp);
        long z = (y0 >>> 1) + x1;
        long w = y1 + (z >>> 63);
        return w | (((z & MASK_63) + MASK_63) >>> 63);
    }

    private static int floorLog10OfPowerOf2(int exponent) {
        return (int) ((exponent * 661_971_961_083L) >> 41);
    }

    private static int floorLog10OfThreeQuartersTimesPowerOf2(int exponent) {
        return (int) ((exponent * 661_971_961_083L - 274_743_187_321L) >> 41);
    }

    private static int floorLog2OfPowerOf10(int exponent) {
        return (int) ((exponent * 913_124_641_741L) >> 38);
    }

    private static long[] powersOfTen() {
        long[] halves = new long[2 * (K_MAX - K_MIN + 1)];
        for (int k = K_MIN; k <= K_MAX; k++) {
            BigInteger power = BigInteger.TEN.pow(Math.abs(k));
            int shift = 125 - floorLog2OfPowerOf10(-k);
            BigInteger g =
                    (k <= 0
                                    ? shift >= 0 ? power.shiftLeft(shift) : power.shiftRight(-shift)
                                    : BigInteger.ONE.shiftLeft(shift).divide(power))
                            .add(BigInteger.ONE);
            halves[2 * (k - K_MIN)] = g.shiftRight(63).longValue();
            halves[2 * (k - K_MIN) + 1] = g.longValue() & MASK_63;
        }
        return halves;
    }
}
