package io.hostpulse.job.retry;

import java.io.Serializable;
import java.util.random.RandomGenerator;

/**
 * Exponential backoff with full jitter.
 *
 * @param firstMillis upper bound of the first delay
 * @param longestMillis upper bound of all delays
 */
public record Backoff(long firstMillis, long longestMillis) implements Serializable {

    /**
     * @param attempt 1 for the first retry
     */
    public long delayMillis(int attempt, RandomGenerator random) {
        long bound = Math.min(longestMillis, firstMillis << Math.min(attempt - 1, 20));
        return 1 + (long) (random.nextDouble() * bound);
    }
}
