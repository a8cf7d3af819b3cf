package io.hostpulse.simulator.reference;

import com.google.protobuf.Message;
import io.hostpulse.wire.Metric;
import io.hostpulse.wire.MetricCatalogue;
import io.hostpulse.wire.MetricGroup;
import io.hostpulse.wire.MetricGroup.LabelField;
import io.hostpulse.wire.MetricGroup.MetricField;
import io.hostpulse.wire.SampleCodec;
import io.hostpulse.wire.proto.Dimension;
import io.hostpulse.wire.proto.HostSample;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** The numbers of one sample. Values that no host can have measured are absent. */
public final class Reading {

    private static final Map<Dimension, Map<Metric, Integer>> POSITIONS = positions();

    private final long timeMillis;
    private final int intervalMillis;
    private final Map<Thing, double[]> values = new TreeMap<>();

    /** The reading that {@code sample} carries. */
    public Reading(HostSample sample) {
        timeMillis = SampleCodec.timeMillis(sample);
        intervalMillis = sample.getIntervalMs();
        for (MetricGroup group : MetricCatalogue.get().groups()) {
            for (Message message : group.messages(sample)) {
                double[] ofThing =
                        values.computeIfAbsent(thing(group, message), Reading::allAbsent);
                for (MetricField field : group.metrics()) {
                    double value = field.read(message);
                    if (field.isPresent(message) && field.metric().accepts(value)) {
                        ofThing[position(field.metric())] = value;
                    }
                }
            }
        }
    }

    /** When the sample was taken by the host's clock, in milliseconds since 1970. */
    public long timeMillis() {
        return timeMillis;
    }

    /** Time since the reading before, 0 where the agent does not say. */
    public int intervalMillis() {
        return intervalMillis;
    }

    /** What the sample speaks of. */
    public Set<Thing> things() {
        return values.keySet();
    }

    /** The value of that metric, NaN where it is absent. */
    public double value(Thing thing, Metric metric) {
        double[] ofThing = values.get(thing);
        return ofThing == null ? Double.NaN : ofThing[position(metric)];
    }

    private static Thing thing(MetricGroup group, Message message) {
        if (group.dimension() == Dimension.HOST) {
            return Thing.HOST;
        }
        return new Thing(
                group.dimension(),
                group.labels().stream()
                        .filter(LabelField::key)
                        .map(label -> String.valueOf(message.getField(label.field())))
                        .collect(Collectors.joining("/")));
    }

    private static double[] allAbsent(Thing thing) {
        double[] absent = new double[POSITIONS.get(thing.dimension()).size()];
        Arrays.fill(absent, Double.NaN);
        return absent;
    }

    private static int position(Metric metric) {
        return POSITIONS.get(metric.dimension()).get(metric);
    }

    private static Map<Dimension, Map<Metric, Integer>> positions() {
        Map<Dimension, Map<Metric, Integer>> positions = new EnumMap<>(Dimension.class);
        List<Metric> metrics = MetricCatalogue.get().metrics();
        for (Metric metric : metrics) {
            Map<Metric, Integer> ofDimension =
                    positions.computeIfAbsent(metric.dimension(), unused -> new HashMap<>());
            ofDimension.put(metric, ofDimension.size());
        }
        return positions;
    }
}
