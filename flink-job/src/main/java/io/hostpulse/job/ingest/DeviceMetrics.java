package io.hostpulse.job.ingest;

import io.hostpulse.job.model.Sample;
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

    private static final int[][] SUMMARY_SLOTS =
            IntStream.range(0, DIMENSIONS)
                    .mapToObj(DeviceMetrics::summarySlots)
                    .toArray(int[][]::new);

    private static final int[] COUNTS = ALL.stream().mapToInt(List::size).toArray();

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
        return COUNTS[dimension];
    }

    /** The slot of {@code metric} among those of one device of its dimension. */
    public static int slot(Metric metric) {
        return SLOTS.get(metric.name());
    }

    /** Those that windows are computed of, in the order that windows keep them. */
    public static List<Metric> aggregated(int dimension) {
        return AGGREGATED.get(dimension);
    }

    /** How many of them windows are computed of; 0 where windows pass over the dimension. */
    public static int aggregatedCount(int dimension) {
        return AGGREGATED_SLOTS[dimension].length;
    }

    /**
     * Copies the aggregated metrics of one device into {@code row}, in the order that windows keep
     * them.
     *
     * @param begin where the device's metrics begin in {@code deviceValues}
     */
    public static void copyAggregated(
            double[] deviceValues, int begin, int dimension, double[] row) {
        int[] slots = AGGREGATED_SLOTS[dimension];
        for (int m = 0; m < slots.length; m++) {
            row[m] = deviceValues[begin + slots[m]];
        }
    }

    /**
     * Whether a sample tells which devices of a dimension there are: it has some, or what they
     * amount to together.
     */
    public static boolean areRead(Sample sample, int dimension) {
        for (byte present : sample.deviceDimensions()) {
            if (present == dimension) {
                return true;
            }
        }
        for (int slot : SUMMARY_SLOTS[dimension]) {
            if (!Double.isNaN(sample.values()[slot])) {
                return true;
            }
        }
        return false;
    }

    private static int[] summarySlots(int dimension) {
        return MetricCatalogue.get()
                .summaryOf(Dimension.forNumber(dimension))
                .map(
                        group ->
                                group.metrics().stream()
                                        .mapToInt(field -> HostMetrics.slot(field.metric()))
                                        .toArray())
                .orElse(new int[0]);
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
