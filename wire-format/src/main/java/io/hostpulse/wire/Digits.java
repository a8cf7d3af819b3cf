package io.hostpulse.wire;

/** Rounds to decimal digits, half to even. */
final class Digits {

    private static final double LOG10_OF_2 = Math.log10(2);

    /** Those that a double holds exactly. */
    private static final double[] POWERS_OF_TEN = {
        1e0, 1e1, 1e2, 1e3, 1e4, 1e5, 1e6, 1e7, 1e8, 1e9, 1e10, 1e11, 1e12, 1e13, 1e14, 1e15, 1e16,
        1e17, 1e18, 1e19, 1e20, 1e21, 1e22
    };

    private Digits() {}

    static double roundToDecimals(double value, int decimals) {
        double scale = POWERS_OF_TEN[decimals];
        return Math.rint(value * scale) / scale;
    }

    /** As it is where it is larger than 10<sup>22</sup>, or that much smaller than 1. */
    static double roundToSignificant(double value, int digits) {
        int decimals = digits - 1 - exponent(Math.abs(value));
        if (Math.abs(decimals) >= POWERS_OF_TEN.length) {
            return value;
        }
        if (decimals >= 0) {
            return roundToDecimals(value, decimals);
        }
        double scale = POWERS_OF_TEN[-decimals];
        return Math.rint(value / scale) * scale;
    }

    /** Of the largest power of ten that is not above the amount. */
    private static int exponent(double amount) {
        int exponent = (int) Math.floor(Math.getExponent(amount) * LOG10_OF_2);
        return isBelow(amount, exponent + 1) ? exponent : exponent + 1;
    }

    private static boolean isBelow(double amount, int exponent) {
        if (Math.abs(exponent) >= POWERS_OF_TEN.length) {
            return true;
        }
        return exponent >= 0
                ? amount < POWERS_OF_TEN[exponent]
                : amount * POWERS_OF_TEN[-exponent] < 1;
    }
}
