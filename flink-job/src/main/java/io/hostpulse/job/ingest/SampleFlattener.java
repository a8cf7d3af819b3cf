package io.hostpulse.job.ingest;

import com.google.protobuf.Message;
import io.hostpulse.job.model.Sample;
import io.hostpulse.wire.MalformedSampleException;
import io.hostpulse.wire.MetricCatalogue;
import io.hostpulse.wire.MetricGroup;
import io.hostpulse.wire.MetricGroup.MetricField;
import io.hostpulse.wire.SampleCodec;
import io.hostpulse.wire.proto.Dimension;
import io.hostpulse.wire.proto.HostSample;
import java.util.Arrays;
import java.util.List;

/**
 * Takes from a sample what detection needs, and leaves out what cannot be true: single values that
 * no host can have measured.
 */
public final class SampleFlattener {

    private static final List<MetricGroup> HOST_GROUPS =
            MetricCatalogue.get().groups().stream()
                    .filter(group -> group.dimension() == Dimension.HOST)
                    .toList();
    private static final int[][] SLOTS =
            HOST_GROUPS.stream()
                    .map(
                            group ->
                                    group.metrics().stream()
                                            .map(MetricField::metric)
                                            .mapToInt(HostMetrics::slot)
                                            .toArray())
                    .toArray(int[][]::new);

    private final SampleClock clock;
    private long rejectedValues;

    public SampleFlattener(SampleClock clock) {
        this.clock = clock;
    }

    /**
     * @param arrivalMillis now, in milliseconds since 1970
     * @throws MalformedSampleException if the sample's time is out of all range
     */
    public Sample flatten(HostSample sample, long arrivalMillis) throws MalformedSampleException {
        long hostMillis = SampleCodec.timeMillis(sample);
        long timeMillis = clock.timeThatCounts(hostMillis, arrivalMillis);
        return new Sample(
                sample.getHost().getId(),
                hostName(sample),
                timeMillis,
                hostMillis - timeMillis,
                sample.getIntervalMs(),
                sample.getAgent().getRunId(),
                sample.getAgent().getSequence() == 0 ? hostMillis : sample.getAgent().getSequence(),
                sample.getHost().toByteArray(),
                readValues(sample));
    }

    /** How many single values were left out so far. */
    public long rejectedValues() {
        return rejectedValues;
    }

    /** The host's name, or its id where it gives no name. */
    public static String hostName(HostSample sample) {
        String name = sample.getHost().getName();
        return name.isEmpty() ? sample.getHost().getId() : name;
    }

    private double[] readValues(HostSample sample) {
        double[] values = new double[HostMetrics.all().size()];
        Arrays.fill(values, Double.NaN);
        for (int g = 0; g < SLOTS.length; g++) {
            MetricGroup group = HOST_GROUPS.get(g);
            for (Message message : group.messages(sample)) {
                readGroup(group.metrics(), SLOTS[g], message, values);
            }
        }
        return values;
    }

    private void readGroup(
            List<MetricField> fields, int[] slots, Message message, double[] values) {
        for (int f = 0; f < slots.length; f++) {
            MetricField field = fields.get(f);
            if (!field.isPresent(message)) {
                continue;
            }
            double value = field.read(message);
            if (field.metric().accepts(value)) {
                values[slots[f]] = value;
            } else {
                rejectedValues++;
            }
        }
    }
}
