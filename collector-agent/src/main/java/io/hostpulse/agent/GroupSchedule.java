package io.hostpulse.agent;

import io.hostpulse.agent.read.Reading;
import java.time.Duration;
import java.util.Optional;

/**
 * When one group is read. A group counts its own readings, so that its rates cover the time since
 * its own reading before, however often the others are read.
 */
final class GroupSchedule {

    private long readings;
    private long previousNanos;

    /**
     * The group's reading at this tick if it is due. Ticks come a little early and late, so that it
     * is due from half a tick before its time.
     *
     * @param tickNanos when the reading of the host began, by the monotonic clock
     * @param interval of the group
     * @param tick time between readings of the host
     */
    Optional<Reading> next(long tickNanos, Duration interval, Duration tick) {
        long elapsed = tickNanos - previousNanos;
        boolean everyTick = interval.compareTo(tick) <= 0;
        if (readings > 0 && !everyTick && elapsed < interval.minus(tick.dividedBy(2)).toNanos()) {
            return Optional.empty();
        }
        long covered = readings == 0 ? 0 : elapsed;
        previousNanos = tickNanos;
        return Optional.of(new Reading(++readings, tickNanos, covered));
    }
}
