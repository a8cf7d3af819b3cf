package io.hostpulse.job.window;

import io.hostpulse.job.model.Backlog;
import java.util.List;

/**
 * What cannot change any more: what lies so far behind the host's newest sample that no sample can
 * come for it, nor for any short window that it shares, neither in time nor out of a backlog.
 *
 * @param newestMillis time of the host's newest sample
 * @param backlogs those that may still come
 * @param reachMillis how far apart two samples of one short window can be, with the allowed
 *     lateness
 */
record Horizon(long newestMillis, List<Backlog> backlogs, long reachMillis) {

    /** Whether it cannot change but by a backlog. */
    boolean isPast(long endMillis) {
        return endMillis <= newestMillis - reachMillis;
    }

    boolean isSettled(long startMillis, long endMillis) {
        if (!isPast(endMillis)) {
            return false;
        }
        for (Backlog backlog : backlogs) {
            if (endMillis > backlog.newestMillis() - reachMillis
                    && startMillis < backlog.toMillis() + reachMillis) {
                return false;
            }
        }
        return true;
    }
}
