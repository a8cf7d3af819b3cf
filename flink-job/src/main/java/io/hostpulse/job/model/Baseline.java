package io.hostpulse.job.model;

/**
 * What is usual for a metric of a host: exponentially weighted mean and variance, over all and by
 * hour of day (UTC). Times are the host's, in milliseconds since 1970.
 *
 * @param beganMillis when the warm-up began
 * @param newestMillis time of the newest value
 * @param count values since the warm-up began
 * @param taken how many values each pair has taken in: over all, then 24 by hour
 * @param mean over all, then 24 by hour
 * @param variance over all, then 24 by hour
 * @param seenMillis by hour: how much time its values cover
 * @param days by hour: on how many distinct days it has had values
 * @param newestDay by hour: the day, counted from 1970, of its newest value
 */
public record Baseline(
        long beganMillis,
        long newestMillis,
        int count,
        int[] taken,
        double[] mean,
        double[] variance,
        long[] seenMillis,
        int[] days,
        int[] newestDay) {}
