package io.hostpulse.simulator.reference;

import java.time.Duration;
import java.util.concurrent.TimeUnit;

/**
 * What is usual of a metric, learnt from its values in advancing samples in their order.
 *
 * <p>Mean and variance are exponentially weighted (T. Finch, "Incremental calculation of weighted
 * mean and variance", 2009, section 9): a value {@code v} that comes {@code dt} after the value
 * before it has the weight {@code w = 1 - 2^(-dt / 1 h)}, but the {@code n}th value at least {@code
 * 1 / n}, so that the first does not dominate for hours; a tenth of that while the condition holds,
 * so that what is unusual does not become usual at once; {@code d = v - mean}, and then
 *
 * <pre>mean += w * d    variance = (1 - w) * (variance + w * d * d)</pre>
 *
 * <p>Whether the condition holds is what it is after the value has been judged, which comes first.
 * A first value is the mean, with no variance. There is one such pair for all values and one for
 * each hour of the day (UTC, by the host's clock), which takes the values of that hour only; {@code
 * dt} is since the metric's value before in any hour. The pair of a value's hour judges it if,
 * before this value, it has taken values worth 2 h on at least 2 days (of UTC); else the pair of
 * all values does. A value is worth its {@code dt}, or nothing if that is more than 1 h or there
 * was no value before.
 *
 * <p>The deviation is {@code max(sqrt(variance), |mean| / 100, 1e-9)}; the distance of a value is
 * {@code |v - mean| / deviation}; the limit that it is compared with is {@code sigmas} deviations
 * away from the mean, on the value's side of it (above, if it equals the mean). Before the first
 * value the mean is the value itself and the variance 0.
 *
 * <p>Warm-up begins with the first value. It is over for a value that comes at least the warm-up's
 * length after that, if at least 30 values, the first included, have come before this one. A value
 * that comes more than 1 h after the one before it begins a new warm-up, as if it were the first;
 * means and variances stay.
 */
final class Baseline {

    static final long HALF_LIFE_MILLIS = Duration.ofHours(1).toMillis();

    private static final int WARM_UP_VALUES = 30;
    private static final double WEIGHT_WHILE_HOLDING = 0.1;
    private static final long RIPE_MILLIS = Duration.ofHours(2).toMillis();
    private static final int RIPE_DAYS = 2;
    private static final double LEAST_DEVIATION = 1e-9;
    private static final double LEAST_SHARE_OF_MEAN = 0.01;

    private final Pair all = new Pair();
    private final Pair[] byHour = new Pair[24];
    private long putBackMillis;
    private long beforeMillis;
    private long warmUpBeganMillis;
    private int valuesSinceThen;

    /** How unusual a value is. */
    record Verdict(boolean isWarm, double distance, double limit) {}

    private static final class Pair {
        private int values;
        private double mean;
        private double variance;
        private long worthMillis;
        private long newestDay = Long.MIN_VALUE;
        private int days;

        void take(double value, double weight, double caution) {
            values++;
            if (values == 1) {
                mean = value;
                return;
            }
            double share = Math.max(weight, 1.0 / values) * caution;
            double difference = value - mean;
            mean += share * difference;
            variance = (1 - share) * (variance + share * difference * difference);
        }

        boolean isRipe() {
            return worthMillis >= RIPE_MILLIS && days >= RIPE_DAYS;
        }
    }

    Baseline() {
        for (int hour = 0; hour < byHour.length; hour++) {
            byHour[hour] = new Pair();
        }
    }

    /** By how much less than the times that follow is what the host's clock says. */
    void putBackBy(long millis) {
        putBackMillis = millis;
    }

    Verdict judge(double value, long timeMillis, double sigmas, Duration warmUp) {
        if (all.values == 0 || timeMillis - beforeMillis > HALF_LIFE_MILLIS) {
            warmUpBeganMillis = timeMillis;
            valuesSinceThen = 0;
        }
        Pair pair = pairOfHour(timeMillis).isRipe() ? pairOfHour(timeMillis) : all;
        double mean = pair.values > 0 ? pair.mean : value;
        double deviation =
                Math.max(
                        Math.max(Math.sqrt(pair.variance), LEAST_SHARE_OF_MEAN * Math.abs(mean)),
                        LEAST_DEVIATION);
        return new Verdict(
                timeMillis - warmUpBeganMillis >= warmUp.toMillis()
                        && valuesSinceThen >= WARM_UP_VALUES,
                Math.abs(value - mean) / deviation,
                value >= mean ? mean + sigmas * deviation : mean - sigmas * deviation);
    }

    /** Takes a value in that has been judged. */
    void take(double value, long timeMillis, boolean holds) {
        long sinceMillis = all.values > 0 ? timeMillis - beforeMillis : 0;
        double weight = 1 - StrictMath.pow(2, -(double) sinceMillis / HALF_LIFE_MILLIS);
        double caution = holds ? WEIGHT_WHILE_HOLDING : 1;
        all.take(value, weight, caution);
        Pair ofHour = pairOfHour(timeMillis);
        ofHour.take(value, weight, caution);
        ofHour.worthMillis += sinceMillis > HALF_LIFE_MILLIS ? 0 : sinceMillis;
        long day = Math.floorDiv(timeMillis - putBackMillis, TimeUnit.DAYS.toMillis(1));
        if (day != ofHour.newestDay) {
            ofHour.newestDay = day;
            ofHour.days++;
        }
        beforeMillis = timeMillis;
        valuesSinceThen++;
    }

    private Pair pairOfHour(long timeMillis) {
        return byHour[Math.floorMod(Math.floorDiv(timeMillis - putBackMillis, 3_600_000L), 24)];
    }
}
