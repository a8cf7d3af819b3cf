package io.hostpulse.job.ingest;

import io.hostpulse.wire.Metric;
import io.hostpulse.wire.MetricCatalogue;
import io.hostpulse.wire.proto.Dimension;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

/**
 * Where flat arrays keep the metrics of one device: a core, a disk, a filesystem and so on. As with
 * {@link HostMetrics}, slots follow metric ids, each dimension for itself.
 */
public final class DeviceMetrics {

    private static final int DIMENSIONS = Dimension.values().length - 1;
    private static final List<List<Metric>> ALL = byDimension(DeviceMetrics::metricsOf);
    private static final List<List<Metric>> AGGREGATED =
            byDimension(MetricCatalogue.get()::aggregated);
    private static final Map<String, Integer> SLOTS = numberSlots();
    private static final int[][] AGGREGATED_SLOTS =
            AGGREGATED.stream()
                    .map(metrics -> metrics.stream().mapToInt(DeviceMetrics::slot).toArray())
                    .toArray(int[][]::new);

    private interface Choice {
        List<Metric> of(Dimension dimension);
    }

    private DeviceMetrics() {}

    /** All of the dimension with that number, in the order of their slots. */
    public static List<Metric> all(int dimension) {
        return ALL.get(dimension);
    }

    /** How many metrics a device of the dimension with that number has. */
    public static int count(int dimension) {
        return ALL.get(dimension).size();
    }

    /** The slot of {@code metric} among those of one device of its dimension. */
    public static int slot(Metric metric) {
        return SLOTS.get(metric.name());
    }

    /** Those that windows are computed of, in the order that windows keep them. */
    public static List<Metric> aggregated(int dimension) {
        return AGGREGATED.get(dimension);
    }

    /** The value of the {@code position}-th aggregated metric of a device that begins there. */
    public static double aggregatedValue(
            double[] deviceValues, int begin, int dimension, int position) {
        return deviceValues[begin + AGGREGATED_SLOTS[dimension][position]];
    }

    private static List<Metric> metricsOf(Dimension dimension) {
        return MetricCatalogue.get().metrics().stream()
                .filter(metric -> metric.dimension() == dimension)
                .toList();
    }

    private static List<List<Metric>> byDimension(Choice choice) {
        return IntStream.range(0, DIMENSIONS)
                .mapToObj(Dimension::forNumber)
                .map(
                        dimension ->
                                dimension == Dimension.HOST
                                        ? List.<Metric>of()
                                        : choice.of(dimension))
                .toList();
    }

    private static Map<String, Integer> numberSlots() {
        Map<String, Integer> slots = new HashMap<>();
        for (List<Metric> metrics : ALL) {
            for (int slot = 0; slot < metrics.size(); slot++) {
                slots.put(metrics.get(slot).name(), slot);
            }
        }
        return slots;
    }
}
