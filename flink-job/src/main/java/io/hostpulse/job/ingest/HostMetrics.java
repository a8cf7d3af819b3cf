package io.hostpulse.job.ingest;

import io.hostpulse.wire.Metric;
import io.hostpulse.wire.MetricCatalogue;
import io.hostpulse.wire.proto.Dimension;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Where flat arrays keep the metrics of a whole host. Slots follow metric ids, and new metrics get
 * higher ids, so an array written by an older version is a prefix of a newer one.
 */
public final class HostMetrics {

    private static final List<Metric> ALL =
            MetricCatalogue.get().metrics().stream()
                    .filter(metric -> metric.dimension() == Dimension.HOST)
                    .sorted(Comparator.comparingInt(Metric::id))
                    .toList();
    private static final Map<String, Integer> SLOTS = numberSlots();
    private static final List<Metric> AGGREGATED = MetricCatalogue.get().aggregated(Dimension.HOST);
    private static final int[] AGGREGATED_SLOTS =
            AGGREGATED.stream().mapToInt(HostMetrics::slot).toArray();
    private static final List<Metric> COUNTERS =
            AGGREGATED.stream().filter(Metric::isCounter).toList();
    private static final int[] COUNTER_SLOTS =
            COUNTERS.stream().mapToInt(HostMetrics::slot).toArray();
    private static final int[] COUNTER_POSITIONS =
            COUNTERS.stream().mapToInt(AGGREGATED::indexOf).toArray();

    /** Of how far the host's clock is ahead. */
    public static final int CLOCK_SKEW = slot("hostpulse.clock.skew.ms");

    /** Of how far the host's clock was set. */
    public static final int CLOCK_STEP = slot("hostpulse.clock.step.ms");

    private HostMetrics() {}

    /** All of them, in the order of their slots. */
    public static List<Metric> all() {
        return ALL;
    }

    /** The slot of {@code metric} in an array of all of them. */
    public static int slot(Metric metric) {
        return SLOTS.get(metric.name());
    }

    /** The same by the metric's name. */
    public static int slot(String name) {
        return SLOTS.get(name);
    }

    /** Those that windows are computed of, in the order that windows keep them. */
    public static List<Metric> aggregated() {
        return AGGREGATED;
    }

    /** How many of them windows are computed of. */
    public static int aggregatedCount() {
        return AGGREGATED_SLOTS.length;
    }

    /** Those of them that are counters, whose increase windows keep. */
    public static List<Metric> counters() {
        return COUNTERS;
    }

    /** The value of the counter at {@code position} in {@link #counters}. */
    public static double counter(int position, double[] values) {
        return values[COUNTER_SLOTS[position]];
    }

    /**
     * Copies the aggregated metrics into {@code row}, in the order that windows keep them.
     *
     * @param increases of the counters, which take their places
     */
    public static void copyAggregated(double[] values, double[] increases, double[] row) {
        for (int m = 0; m < AGGREGATED_SLOTS.length; m++) {
            row[m] = values[AGGREGATED_SLOTS[m]];
        }
        for (int c = 0; c < COUNTER_POSITIONS.length; c++) {
            row[COUNTER_POSITIONS[c]] = increases[c];
        }
    }

    private static Map<String, Integer> numberSlots() {
        Map<String, Integer> slots = new HashMap<>();
        for (Metric metric : ALL) {
            slots.put(metric.name(), slots.size());
        }
        return slots;
    }
}
