package io.hostpulse.simulator.host;

import java.util.Random;

/**
 * Independent streams of random numbers out of one seed. {@link Random} is used because its
 * algorithm is part of its specification: a seed means the same on every JDK.
 */
public final class SeededRandom {

    private SeededRandom() {}

    /** The stream of {@code seed} that {@code path} names, such as a host's index and a purpose. */
    public static Random of(long seed, long... path) {
        long state = scatter(seed);
        for (long step : path) {
            state = scatter(state + step);
        }
        return new Random(state);
    }

    /**
     * Spreads neighbouring numbers over the whole range; {@link Random}s of neighbouring seeds
     * begin alike. The steps are the finalizer of SplitMix64 (Steele, Lea and Flood, "Fast
     * splittable pseudorandom number generators", 2014).
     */
    private static long scatter(long number) {
        long mixed = number + 0x9E3779B97F4A7C15L;
        mixed = (mixed ^ (mixed >>> 30)) * 0xBF58476D1CE4E5B9L;
        mixed = (mixed ^ (mixed >>> 27)) * 0x94D049BB133111EBL;
        return mixed ^ (mixed >>> 31);
    }
}
