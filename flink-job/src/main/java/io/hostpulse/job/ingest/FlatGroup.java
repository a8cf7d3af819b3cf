package io.hostpulse.job.ingest;

import com.google.protobuf.Message;
import io.hostpulse.wire.LeftOut;
import io.hostpulse.wire.Metric;
import io.hostpulse.wire.MetricGroup;
import io.hostpulse.wire.MetricGroup.MetricField;
import io.hostpulse.wire.proto.Dimension;
import java.util.List;

/**
 * How the metrics of a group are read from its messages: arrays for the sake of the hot path, one
 * entry for each metric.
 *
 * @param slots where each goes among the values of the host, or of a device
 * @param lowest that each accepts: what is below no host can have measured
 * @param highest that each accepts
 */
record FlatGroup(
        MetricGroup group,
        Dimension dimension,
        MetricField[] fields,
        int[] slots,
        double[] lowest,
        double[] highest) {

    static FlatGroup of(MetricGroup group) {
        List<Metric> metrics = group.metrics().stream().map(MetricField::metric).toList();
        return new FlatGroup(
                group,
                group.dimension(),
                group.metrics().toArray(MetricField[]::new),
                metrics.stream().mapToInt(FlatGroup::slot).toArray(),
                metrics.stream().mapToDouble(Metric::lowest).toArray(),
                metrics.stream().mapToDouble(Metric::highest).toArray());
    }

    boolean isOfHost() {
        return dimension == Dimension.HOST;
    }

    /**
     * @param values where they go, from {@code offset} on
     * @param leftOut where values that no host can have measured are added
     */
    void read(Message message, double[] values, int offset, LeftOut leftOut) {
        for (int f = 0; f < fields.length; f++) {
            MetricField field = fields[f];
            if (!field.isPresent(message)) {
                continue;
            }
            double value = field.read(message);
            if (value >= lowest[f] && value <= highest[f]) {
                values[offset + slots[f]] = value;
            } else {
                leftOut.add(LeftOut.Reason.BAD_VALUE, () -> field.metric().name() + " is " + value);
            }
        }
    }

    static int slot(Metric metric) {
        return metric.dimension() == Dimension.HOST
                ? HostMetrics.slot(metric)
                : DeviceMetrics.slot(metric);
    }
}
