package io.hostpulse.simulator.reference;

import static java.util.stream.Collectors.toMap;

import io.hostpulse.wire.Metric;
import io.hostpulse.wire.MetricCatalogue;
import io.hostpulse.wire.proto.Dimension;
import java.util.ArrayList;
import java.util.Collection;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * The windows of a host when everything has arrived. A window that nothing comes for stays as it
 * was: of what it has held, one after the other, the last that had a sample of the thing counts.
 *
 * <p>A window holds every sample that lies in it, whenever that arrives, but those that come too
 * late. The host has a newest time, that of its first sample, which each live one that is later
 * advances. A sample up to 1 min off the newest time always counts. A live one further ahead does,
 * too; what then comes from between is a backlog, and counts. Any other sample that is not live is
 * too late.
 *
 * <p>A live one further back shows that the clock was put back, and its time is the newest from
 * then on. Let it be at {@code t}, and the newest time before {@code n}. No window ends by {@code
 * t} less 1 min that a sample can come for. Of the others, those of up to 1 min, and longer ones
 * that end by {@code n} less 2 min (or did so when the clock was put back before), begin anew if
 * they end after {@code t}, and hold only what comes from then on; if they end by {@code t}, they
 * take nothing any more. A longer one of these that begins before {@code t} and ends after it does
 * so for rules alone, with what is not before {@code t} less 1 min; what it held before is what
 * stays of it. Longer ones that end later than {@code n} less 2 min go on and hold all.
 */
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
        Timeline timeline = new Timeline();
        Set<Long> ends = new TreeSet<>();
        for (Reading reading : history.readings()) {
            timeline.add(reading);
            long end = spec.firstEndAfter(reading.timeMillis());
            while (end - spec.size().toMillis() <= reading.timeMillis()) {
                ends.add(end);
                end += spec.slide().toMillis();
            }
        }
        List<ReferenceWindow> windows = new ArrayList<>();
        for (long end : ends) {
            Map<Thing, ReferenceWindow> ofThings = new TreeMap<>();
            for (List<Reading> inWindow : timeline.ever(spec, end)) {
                for (Thing thing : thingsIn(inWindow)) {
                    ofThings.put(thing, window(history.host().getId(), thing, spec, end, inWindow));
                }
            }
            windows.addAll(ofThings.values());
        }
        return windows;
    }

    /** The newest time when everything has arrived: windows that end later are not closed. */
    public static long newestMillis(HostHistory history) {
        Timeline timeline = new Timeline();
        history.readings().forEach(timeline::add);
        return timeline.newestMillis();
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
