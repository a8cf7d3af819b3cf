package io.hostpulse.stack.supervise;

import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;

/**
 * When something that has ended is started again: at once, and if it ends soon after that, later
 * each time. Once it has run well for a while, all is forgotten.
 *
 * @param <K> what is started again
 */
final class RestartSchedule<K> {

    static final Duration FIRST_DELAY = Duration.ofSeconds(1);
    static final Duration LONGEST_DELAY = Duration.ofMinutes(1);
    static final Duration WELL = Duration.ofMinutes(2);

    private final Map<K, Attempt> attempts = new HashMap<>();

    /**
     * @param run which run of it has ended
     * @param inRow how many runs ended soon before
     */
    private record Attempt(Instant run, Instant due, int inRow) {}

    /**
     * When it is to be started again.
     *
     * @param run when the run that has ended was started
     */
    Instant due(K key, Instant run, Instant now) {
        Attempt last = attempts.get(key);
        if (last != null && last.run.equals(run)) {
            return last.due;
        }
        boolean ranWell = Duration.between(run, now).compareTo(WELL) >= 0;
        return plan(key, run, last == null || ranWell ? 0 : last.inRow + 1, now);
    }

    /** It could not even be started. */
    void failed(K key, Instant run, Instant now) {
        Attempt last = attempts.get(key);
        plan(key, run, last == null ? 1 : last.inRow + 1, now);
    }

    /** It was ended for another's sake, so that it is started again at once. */
    void forget(K key) {
        attempts.remove(key);
    }

    private Instant plan(K key, Instant run, int inRow, Instant now) {
        Instant due = now.plus(delay(inRow));
        attempts.put(key, new Attempt(run, due, inRow));
        return due;
    }

    static Duration delay(int inRow) {
        if (inRow == 0) {
            return Duration.ZERO;
        }
        Duration delay = FIRST_DELAY.multipliedBy(1L << Math.min(inRow - 1, 10));
        return delay.compareTo(LONGEST_DELAY) < 0 ? delay : LONGEST_DELAY;
    }
}
