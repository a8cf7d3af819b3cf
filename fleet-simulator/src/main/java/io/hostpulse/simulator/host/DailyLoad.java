package io.hostpulse.simulator.host;

import java.time.Duration;
import java.util.Random;

/**
 * The load of a host that nothing happens to: a wave over the day, a slow drift and some jitter.
 * CPU stays below 70 %, memory below 75 % and the root filesystem below 70 %, which is far from any
 * threshold worth an alert.
 */
final class DailyLoad {

    private static final double MILLIS_PER_DAY = Duration.ofDays(1).toMillis();
    private static final double DRIFT_KEPT = 0.95;

    private final Random random;
    private final double dayPhase;
    private final double cpuMean;
    private final double memoryMean;
    private final double diskMean;
    private double drift;

    DailyLoad(Random random) {
        this.random = random;
        this.dayPhase = random.nextDouble() * 0.2;
        this.cpuMean = 0.2 + 0.2 * random.nextDouble();
        this.memoryMean = 0.35 + 0.25 * random.nextDouble();
        this.diskMean = 0.3 + 0.3 * random.nextDouble();
    }

    /** The load at {@code timeMillis} since 1970; to be asked in order of time. */
    HostLoad at(long timeMillis) {
        double dayShare = timeMillis % MILLIS_PER_DAY / MILLIS_PER_DAY;
        double wave = StrictMath.sin(2 * StrictMath.PI * (dayShare - 0.35 + dayPhase));
        drift = DRIFT_KEPT * drift + 0.02 * random.nextGaussian();
        double jitter = 0.015 * random.nextGaussian();
        return new HostLoad(
                between(0.02, cpuMean + 0.15 * wave + drift + jitter, 0.69),
                between(0.1, memoryMean + 0.05 * wave + 0.3 * drift, 0.74),
                between(0.1, diskMean + 0.02 * dayShare, 0.69));
    }

    private static double between(double least, double value, double most) {
        return Math.min(most, Math.max(least, value));
    }
}
