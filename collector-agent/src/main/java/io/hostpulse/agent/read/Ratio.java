package io.hostpulse.agent.read;

import java.util.OptionalDouble;

/** Shares of a whole. */
final class Ratio {

    /** The parts of a reading are a few milliseconds apart, and kernels count in ticks of 10 ms. */
    private static final double NOISE = 0.1;

    private Ratio() {}

    /**
     * {@code part} as a share of {@code whole}, 0 to 1. A share that lies outside by no more than
     * the noise of reading becomes 0 or 1; one that lies further out, or of nothing, is absent.
     */
    static OptionalDouble of(double part, double whole) {
        double ratio = part / whole;
        return whole > 0 && ratio >= -NOISE && ratio <= 1 + NOISE
                ? OptionalDouble.of(Math.max(0, Math.min(1, ratio)))
                : OptionalDouble.empty();
    }

    /** The same of whole numbers. */
    static OptionalDouble of(long part, long whole) {
        return of((double) part, (double) whole);
    }
}
