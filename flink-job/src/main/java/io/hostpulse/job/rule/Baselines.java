package io.hostpulse.job.rule;

import io.hostpulse.job.model.Baseline;
import java.time.Duration;
import java.util.Arrays;

/**
 * The arithmetic of what is usual: exponentially weighted mean and variance with a half-life, after
 * T. Finch, "Incremental calculation of weighted mean and variance" (2009), with weights that
 * follow the steady time between two values. Beside the one over all there is one for each hour of
 * the day by the host's clock, which is used as soon as it has seen enough.
 */
final class Baselines {

    private static final long HALF_LIFE_MILLIS = Duration.ofHours(1).toMillis();
    private static final long HOUR_MILLIS = Duration.ofHours(1).toMillis();
    private static final int HOURS = 24;
    private static final int OVERALL = 0;
    private static final int LEAST_VALUES = 30;
    private static final long LEAST_HOUR_MILLIS = Duration.ofHours(2).toMillis();
    private static final int LEAST_DAYS = 2;

    /** An excursion shall not become usual before somebody has looked at it. */
    private static final double LEARNING_WHILE_DEVIATING = 0.1;

    private static final double LEAST_RELATIVE_DEVIATION = 0.01;
    private static final double LEAST_DEVIATION = 1e-9;

    private Baselines() {}

    /**
     * Whether enough is known to judge: the warm-up is over, and there was no gap longer than the
     * half-life.
     *
     * @param baseline null before the first value
     */
    static boolean isWarm(Baseline baseline, HostFacts host, Duration warmUp) {
        return baseline != null
                && host.timeMillis() - baseline.newestMillis() <= HALF_LIFE_MILLIS
                && host.timeMillis() - baseline.beganMillis() >= warmUp.toMillis()
                && baseline.count() >= LEAST_VALUES;
    }

    /**
     * How many standard deviations {@code value} lies from the mean, not negative.
     *
     * @param baseline null before the first value
     */
    static double distance(Baseline baseline, double value, HostFacts host) {
        if (baseline == null) {
            return 0;
        }
        int pair = pairAt(baseline, host.clockMillis());
        return Math.abs(value - baseline.mean()[pair]) / deviation(baseline, pair);
    }

    /**
     * The value that lies {@code sigmas} standard deviations from the mean, on the side of {@code
     * value}. NaN before the first value.
     *
     * @param baseline null before the first value
     */
    static double bound(Baseline baseline, double value, HostFacts host, double sigmas) {
        if (baseline == null) {
            return Double.NaN;
        }
        int pair = pairAt(baseline, host.clockMillis());
        double distance = sigmas * deviation(baseline, pair);
        double mean = baseline.mean()[pair];
        return value >= mean ? mean + distance : mean - distance;
    }

    /**
     * The baseline with one more value. The one that is given must not be used again: its arrays
     * are.
     *
     * @param baseline null before the first value
     */
    static Baseline learn(Baseline baseline, double value, HostFacts host, boolean deviating) {
        if (baseline == null) {
            return begin(value, host);
        }
        long timeMillis = host.timeMillis();
        long sinceMillis = timeMillis - baseline.newestMillis();
        boolean gap = sinceMillis > HALF_LIFE_MILLIS;
        double weight = 1 - StrictMath.pow(2, -(double) sinceMillis / HALF_LIFE_MILLIS);
        update(baseline, OVERALL, value, weight, deviating);
        learnOfHour(baseline, value, host.clockMillis(), gap ? 0 : sinceMillis, weight, deviating);
        return new Baseline(
                gap ? timeMillis : baseline.beganMillis(),
                timeMillis,
                gap ? 1 : baseline.count() + 1,
                baseline.taken(),
                baseline.mean(),
                baseline.variance(),
                baseline.seenMillis(),
                baseline.days(),
                baseline.newestDay());
    }

    private static Baseline begin(double value, HostFacts host) {
        int[] newestDay = new int[HOURS];
        Arrays.fill(newestDay, Integer.MIN_VALUE);
        Baseline baseline =
                new Baseline(
                        host.timeMillis(),
                        host.timeMillis(),
                        1,
                        new int[1 + HOURS],
                        new double[1 + HOURS],
                        new double[1 + HOURS],
                        new long[HOURS],
                        new int[HOURS],
                        newestDay);
        update(baseline, OVERALL, value, 0, false);
        learnOfHour(baseline, value, host.clockMillis(), 0, 0, false);
        return baseline;
    }

    private static void learnOfHour(
            Baseline baseline,
            double value,
            long clockMillis,
            long sinceMillis,
            double weight,
            boolean deviating) {
        int hour = hour(clockMillis);
        int day = Math.toIntExact(Math.floorDiv(clockMillis, HOURS * HOUR_MILLIS));
        update(baseline, 1 + hour, value, weight, deviating);
        baseline.seenMillis()[hour] += sinceMillis;
        if (baseline.newestDay()[hour] != day) {
            baseline.newestDay()[hour] = day;
            baseline.days()[hour]++;
        }
    }

    /** The first values weigh the same, so that the very first does not dominate for hours. */
    private static void update(
            Baseline baseline, int pair, double value, double weight, boolean deviating) {
        int taken = ++baseline.taken()[pair];
        if (taken == 1) {
            baseline.mean()[pair] = value;
            return;
        }
        double share = Math.max(weight, 1.0 / taken);
        if (deviating) {
            share *= LEARNING_WHILE_DEVIATING;
        }
        double difference = value - baseline.mean()[pair];
        double increment = share * difference;
        baseline.mean()[pair] += increment;
        baseline.variance()[pair] =
                (1 - share) * (baseline.variance()[pair] + difference * increment);
    }

    private static int pairAt(Baseline baseline, long clockMillis) {
        int hour = hour(clockMillis);
        boolean knowsHour =
                baseline.seenMillis()[hour] >= LEAST_HOUR_MILLIS
                        && baseline.days()[hour] >= LEAST_DAYS;
        return knowsHour ? 1 + hour : OVERALL;
    }

    private static double deviation(Baseline baseline, int pair) {
        return Math.max(
                Math.sqrt(baseline.variance()[pair]),
                Math.max(
                        LEAST_RELATIVE_DEVIATION * Math.abs(baseline.mean()[pair]),
                        LEAST_DEVIATION));
    }

    private static int hour(long clockMillis) {
        return (int) Math.floorMod(Math.floorDiv(clockMillis, HOUR_MILLIS), (long) HOURS);
    }
}
