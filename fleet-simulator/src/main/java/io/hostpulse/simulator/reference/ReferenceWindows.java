package io.hostpulse.simulator.reference;

import static java.util.stream.Collectors.toMap;

import io.hostpulse.wire.Metric;
import io.hostpulse.wire.MetricCatalogue;
import io.hostpulse.wire.proto.Dimension;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/** The windows of a host when everything has arrived. */
public final class ReferenceWindows {

    /** What windows are computed of. */
    public static final Set<Dimension> DIMENSIONS =
            Set.copyOf(
                    EnumSet.of(
                            Dimension.HOST,
                            Dimension.DISK,
                            Dimension.FILESYSTEM,
                            Dimension.INTERFACE));

    private static final Map<Dimension, List<Metric>> AGGREGATED =
            DIMENSIONS.stream().collect(toMap(each -> each, MetricCatalogue.get()::aggregated));

    private ReferenceWindows() {}

    /**
     * All windows of that kind of the host and its disks, filesystems and interfaces, by start,
     * dimension and name.
     */
    public static List<ReferenceWindow> of(HostHistory history, WindowSpec spec) {
        List<Reading> byTime = new ArrayList<>(history.readings());
        byTime.sort(Comparator.comparingLong(Reading::timeMillis));
        Map<Long, List<Reading>> byEnd = new TreeMap<>();
        for (Reading reading : byTime) {
            long end = spec.firstEndAfter(reading.timeMillis());
            while (end - spec.size().toMillis() <= reading.timeMillis()) {
                byEnd.computeIfAbsent(end, unused -> new ArrayList<>()).add(reading);
                end += spec.slide().toMillis();
            }
        }
        List<ReferenceWindow> windows = new ArrayList<>();
        byEnd.forEach(
                (end, inWindow) -> {
                    for (Thing thing : thingsIn(inWindow)) {
                        windows.add(window(history.host().getId(), thing, spec, end, inWindow));
                    }
                });
        return windows;
    }

    private static Set<Thing> thingsIn(List<Reading> readings) {
        Set<Thing> things = new TreeSet<>();
        readings.stream().map(Reading::things).flatMap(Collection::stream).forEach(things::add);
        things.removeIf(thing -> !DIMENSIONS.contains(thing.dimension()));
        return things;
    }

    private static ReferenceWindow window(
            String hostId, Thing thing, WindowSpec spec, long endMillis, List<Reading> inWindow) {
        Map<String, MetricSummary> metrics = new HashMap<>();
        for (Metric metric : AGGREGATED.get(thing.dimension())) {
            Timeline.summary(inWindow, thing, metric)
                    .ifPresent(summary -> metrics.put(metric.name(), summary));
        }
        return new ReferenceWindow(
                hostId,
                thing,
                endMillis - spec.size().toMillis(),
                endMillis,
                (int) inWindow.stream().filter(reading -> reading.things().contains(thing)).count(),
                metrics);
    }
}
