package io.hostpulse.simulator.reference;

import io.hostpulse.wire.Metric;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;

/**
 * Readings of a host by their time, as far as windows hold them; {@link ReferenceWindows} says
 * which these are.
 */
final class Timeline {

    private static final long LATENESS_MILLIS = Duration.ofMinutes(1).toMillis();

    /** Longer windows are long ones; there are some of this length. */
    private static final long LONGEST_SHORT_MILLIS = Duration.ofMinutes(1).toMillis();

    private final TreeMap<Long, List<Arrived>> readings = new TreeMap<>();
    private final List<Leap> leaps = new ArrayList<>();
    private final List<Step> steps = new ArrayList<>();
    private int count;
    private Long newestMillis;

    private record Arrived(int number, Reading reading) {}

    /** Time from which nothing had come when newer readings came. */
    private record Leap(long fromMillis, long toMillis) {}

    /**
     * The clock was put back.
     *
     * @param number of the first reading after it
     * @param toMillis time of that reading
     * @param settledMillis long windows that end by then had all their readings
     */
    private record Step(int number, long toMillis, long settledMillis) {

        boolean affects(WindowSpec spec, long endMillis) {
            return endMillis > toMillis - LATENESS_MILLIS
                    && (!isLong(spec) || endMillis <= settledMillis);
        }

        /** Of the windows that it affects, whether this one is over. */
        boolean ends(WindowSpec spec, long endMillis) {
            return affects(spec, endMillis) && endMillis <= toMillis;
        }

        /** Of the windows that it affects, whether this one is a long one that goes on from it. */
        boolean cuts(WindowSpec spec, long endMillis) {
            return affects(spec, endMillis)
                    && isLong(spec)
                    && endMillis > toMillis
                    && endMillis - spec.size().toMillis() < toMillis;
        }
    }

    void add(Reading reading) {
        long timeMillis = reading.timeMillis();
        if (newestMillis == null) {
            newestMillis = timeMillis;
        } else if (Math.abs(timeMillis - newestMillis) <= LATENESS_MILLIS) {
            newestMillis = reading.isLive() ? Math.max(newestMillis, timeMillis) : newestMillis;
        } else if (!reading.isLive()) {
            if (leaps.stream().noneMatch(leap -> isIn(leap, timeMillis))) {
                return;
            }
        } else if (timeMillis > newestMillis) {
            leaps.add(new Leap(newestMillis, timeMillis));
            newestMillis = timeMillis;
        } else {
            long settledMillis = newestMillis - LATENESS_MILLIS - LONGEST_SHORT_MILLIS;
            if (!steps.isEmpty()) {
                settledMillis = Math.max(settledMillis, lastStep().settledMillis());
            }
            steps.add(new Step(count, timeMillis, settledMillis));
            newestMillis = timeMillis;
        }
        readings.computeIfAbsent(timeMillis, unused -> new ArrayList<>())
                .add(new Arrived(count, reading));
        count++;
    }

    /** The time by which windows are closed, null before the first reading. */
    Long newestMillis() {
        return newestMillis;
    }

    /** The end of the last window that a reading closes, not null. */
    long lastEndClosedBy(Reading next, WindowSpec spec) {
        return newestMillis - next.timeMillis() > LATENESS_MILLIS
                ? spec.lastEndOf(newestMillis + LATENESS_MILLIS)
                : next.timeMillis();
    }

    /** What a window holds now, in order of time; nothing if it is over. */
    List<Reading> in(WindowSpec spec, long endMillis) {
        if (!steps.isEmpty() && lastStep().ends(spec, endMillis)) {
            return List.of();
        }
        int from =
                steps.stream()
                        .filter(step -> step.affects(spec, endMillis))
                        .mapToInt(Step::number)
                        .max()
                        .orElse(0);
        long startMillis = endMillis - spec.size().toMillis();
        boolean isCut = !steps.isEmpty() && lastStep().cuts(spec, endMillis);
        return between(
                isCut
                        ? Math.max(startMillis, lastStep().toMillis() - LATENESS_MILLIS)
                        : startMillis,
                endMillis,
                from,
                count);
    }

    /**
     * What a window has held, one after the other: first from the beginning, then whenever it began
     * anew, but for what it was cut to.
     */
    List<List<Reading>> ever(WindowSpec spec, long endMillis) {
        List<Step> beginnings =
                steps.stream().filter(step -> step.affects(spec, endMillis)).toList();
        long startMillis = endMillis - spec.size().toMillis();
        List<List<Reading>> ever = new ArrayList<>();
        int from = 0;
        boolean counts = true;
        for (Step step : beginnings) {
            if (counts) {
                ever.add(between(startMillis, endMillis, from, step.number()));
            }
            from = step.number();
            counts = !step.ends(spec, endMillis) && !step.cuts(spec, endMillis);
        }
        if (counts) {
            ever.add(between(startMillis, endMillis, from, count));
        }
        return ever;
    }

    /** That metric in a window; empty if no reading there has it. */
    static Optional<MetricSummary> summary(List<Reading> inWindow, Thing thing, Metric metric) {
        return MetricSummary.of(Reading.values(inWindow, thing, metric));
    }

    private List<Reading> between(long startMillis, long endMillis, int from, int to) {
        return readings.subMap(startMillis, endMillis).values().stream()
                .flatMap(Collection::stream)
                .filter(arrived -> arrived.number() >= from && arrived.number() < to)
                .map(Arrived::reading)
                .toList();
    }

    private Step lastStep() {
        return steps.get(steps.size() - 1);
    }

    /** Whether a live reading is late, but not so much that the clock must have been put back. */
    static boolean isBarelyLate(long timeMillis, Long newestMillis) {
        return newestMillis != null
                && timeMillis < newestMillis
                && newestMillis - timeMillis <= LATENESS_MILLIS;
    }

    private static boolean isIn(Leap leap, long timeMillis) {
        return timeMillis > leap.fromMillis() && timeMillis < leap.toMillis();
    }

    private static boolean isLong(WindowSpec spec) {
        return spec.size().toMillis() > LONGEST_SHORT_MILLIS;
    }
}
