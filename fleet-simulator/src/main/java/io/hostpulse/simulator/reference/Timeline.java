package io.hostpulse.simulator.reference;

import io.hostpulse.wire.Metric;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;

/** Readings of a host by their time. */
final class Timeline {

    private final TreeMap<Long, List<Reading>> readings = new TreeMap<>();

    void add(Reading reading) {
        readings.computeIfAbsent(reading.timeMillis(), unused -> new ArrayList<>()).add(reading);
    }

    /** Those of {@code startMillis} or later, and before {@code endMillis}, in order of time. */
    List<Reading> between(long startMillis, long endMillis) {
        return readings.subMap(startMillis, endMillis).values().stream()
                .flatMap(Collection::stream)
                .toList();
    }

    /** That metric in a window; empty if no reading there has it. */
    static Optional<MetricSummary> summary(List<Reading> inWindow, Thing thing, Metric metric) {
        return MetricSummary.of(Reading.values(inWindow, thing, metric));
    }
}
