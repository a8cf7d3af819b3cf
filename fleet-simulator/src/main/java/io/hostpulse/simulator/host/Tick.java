package io.hostpulse.simulator.host;

import java.util.Random;

/**
 * One reading of a host.
 *
 * @param clockMillis time by the host's own clock, in milliseconds since 1970
 * @param intervalMillis time since the reading before
 * @param random where the details come from
 */
record Tick(long clockMillis, long intervalMillis, HostLoad load, Random random) {

    /** How many cores are online. */
    int cores() {
        return load.incident().cores().size();
    }

    /** How much a rate makes in this interval, whole. */
    long amount(double perSecond) {
        return (long) (perSecond * intervalMillis / 1000);
    }

    /** {@code value}, a tenth more or less. */
    double roughly(double value) {
        return value * (0.9 + 0.2 * random.nextDouble());
    }
}
