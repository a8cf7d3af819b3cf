package io.hostpulse.simulator.reference;

import static java.util.stream.Collectors.groupingBy;
import static java.util.stream.Collectors.summingInt;

import com.google.protobuf.Message;
import io.hostpulse.wire.Metric;
import io.hostpulse.wire.MetricCatalogue;
import io.hostpulse.wire.MetricGroup;
import io.hostpulse.wire.MetricGroup.LabelField;
import io.hostpulse.wire.MetricGroup.MetricField;
import io.hostpulse.wire.SampleCodec;
import io.hostpulse.wire.proto.Dimension;
import io.hostpulse.wire.proto.Goodbye;
import io.hostpulse.wire.proto.HostSample;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * The numbers of one sample. Absent are values that no host can have measured, things that have no
 * name, and things with the name of one before them.
 */
public final class Reading {

    private static final int TOLERATED_INTERVALS = 3;
    private static final long LEAST_GAP_MILLIS = 30_000;
    private static final long GAP_OF_UNKNOWN_INTERVAL_MILLIS = 300_000;

    private static final List<Metric> METRICS = MetricCatalogue.get().metrics();
    private static final Map<Dimension, Integer> METRICS_OF_DIMENSION =
            METRICS.stream().collect(groupingBy(Metric::dimension, summingInt(metric -> 1)));

    /** By the metric's id: its position among the metrics of its dimension. */
    private static final int[] POSITIONS = positions();

    private final long timeMillis;
    private final int intervalMillis;
    private final long stepMillis;
    private final boolean live;
    private final Goodbye goodbye;
    private final Map<Thing, double[]> values;
    private final Map<Metric, Double> increases;

    /** The reading that a live sample carries by itself, without the increases of counters. */
    Reading(HostSample sample) {
        this(sample, SampleCodec.timeMillis(sample), true, Map.of());
    }

    /**
     * The reading that {@code sample} carries, without the increases of counters.
     *
     * @param timeMillis the time that counts
     * @param live whether it says what the host is like now
     * @param measured metrics of the host that do not come from itself, by name
     */
    Reading(HostSample sample, long timeMillis, boolean live, Map<String, Double> measured) {
        values = new HashMap<>();
        increases = Map.of();
        this.timeMillis = timeMillis;
        this.live = live;
        goodbye = sample.getGoodbye();
        intervalMillis = sample.getIntervalMs();
        stepMillis = measured.getOrDefault(SampleOrder.STEP, 0.0).longValue();
        // a goodbye speaks of the host, too, though it has no readings
        values.put(Thing.HOST, allAbsent(Thing.HOST));
        for (MetricGroup group : MetricCatalogue.get().groups()) {
            if (group.dimension() == Dimension.HOST) {
                group.messages(sample).forEach(message -> readHost(group, message));
            } else {
                group.messages(sample).forEach(message -> readDevice(group, message));
            }
        }
        double[] ofHost = values.get(Thing.HOST);
        for (String name : List.of(SampleOrder.SKEW, SampleOrder.STEP)) {
            Metric metric = MetricCatalogue.get().find(name).orElseThrow();
            ofHost[position(metric)] = measured.getOrDefault(name, Double.NaN);
        }
    }

    private void readHost(MetricGroup group, Message message) {
        read(group, message, values.get(Thing.HOST));
    }

    private void readDevice(MetricGroup group, Message message) {
        boolean isNamed =
                group.labels().stream()
                        .filter(LabelField::required)
                        .allMatch(label -> label.isGiven(message));
        Thing thing = new Thing(group.dimension(), group.nameOf(message));
        if (isNamed && !values.containsKey(thing)) {
            double[] ofThing = allAbsent(thing);
            values.put(thing, ofThing);
            read(group, message, ofThing);
        }
    }

    private static void read(MetricGroup group, Message message, double[] ofThing) {
        for (MetricField field : group.metrics()) {
            double value = field.read(message);
            if (field.isPresent(message) && field.metric().accepts(value)) {
                ofThing[position(field.metric())] = value;
            }
        }
    }

    private Reading(Reading other, Map<Metric, Double> increases) {
        timeMillis = other.timeMillis;
        live = other.live;
        goodbye = other.goodbye;
        intervalMillis = other.intervalMillis;
        stepMillis = other.stepMillis;
        values = other.values;
        this.increases = Map.copyOf(increases);
    }

    /** The same with the increases of the host's counters, as far as they are known. */
    Reading withIncreases(Map<Metric, Double> known) {
        return new Reading(this, known);
    }

    /** Whether it says what the host is like now. */
    public boolean isLive() {
        return live;
    }

    /** When the sample was taken, as far as that is believed, in milliseconds since 1970. */
    public long timeMillis() {
        return timeMillis;
    }

    /** What it says of samples to come. */
    Goodbye goodbye() {
        return goodbye;
    }

    /** Time since the reading before, 0 where the agent does not say. */
    public int intervalMillis() {
        return intervalMillis;
    }

    /** How far the clock was put forward before it, back if below 0, 0 where that is not known. */
    long stepMillis() {
        return stepMillis;
    }

    /** How long after the one before it may come for the host not to have been silent. */
    long toleratedGapMillis() {
        return intervalMillis == 0
                ? GAP_OF_UNKNOWN_INTERVAL_MILLIS
                : Math.max(LEAST_GAP_MILLIS, (long) TOLERATED_INTERVALS * intervalMillis);
    }

    /** What the sample speaks of. */
    public Set<Thing> things() {
        return values.keySet();
    }

    /** Whether the sample tells which things of a dimension there are. */
    public boolean carries(Dimension dimension) {
        return values.keySet().stream().anyMatch(thing -> thing.dimension() == dimension)
                || MetricCatalogue.get().summaryOf(dimension).stream()
                        .flatMap(group -> group.metrics().stream())
                        .anyMatch(field -> !Double.isNaN(value(Thing.HOST, field.metric())));
    }

    /** The value of that metric, NaN where it is absent. */
    public double value(Thing thing, Metric metric) {
        double[] ofThing = values.get(thing);
        return ofThing == null ? Double.NaN : ofThing[position(metric)];
    }

    /**
     * What windows of that metric hold of {@code readings}: its values, or the increases of a
     * counter; NaN where it is absent.
     */
    static double[] values(List<Reading> readings, Thing thing, Metric metric) {
        if (metric.isCounter()) {
            return readings.stream()
                    .mapToDouble(reading -> reading.increases.getOrDefault(metric, Double.NaN))
                    .toArray();
        }
        int position = position(metric);
        double[] values = new double[readings.size()];
        for (int i = 0; i < values.length; i++) {
            double[] ofThing = readings.get(i).values.get(thing);
            values[i] = ofThing == null ? Double.NaN : ofThing[position];
        }
        return values;
    }

    private static double[] allAbsent(Thing thing) {
        double[] absent = new double[METRICS_OF_DIMENSION.get(thing.dimension())];
        Arrays.fill(absent, Double.NaN);
        return absent;
    }

    private static int position(Metric metric) {
        return POSITIONS[metric.id()];
    }

    private static int[] positions() {
        int[] positions = new int[METRICS.get(METRICS.size() - 1).id() + 1];
        Map<Dimension, Integer> next = new EnumMap<>(Dimension.class);
        for (Metric metric : METRICS) {
            positions[metric.id()] = next.merge(metric.dimension(), 1, Integer::sum) - 1;
        }
        return positions;
    }
}
