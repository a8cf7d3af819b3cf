package io.hostpulse.simulator.truth;

import static java.util.stream.Collectors.counting;
import static java.util.stream.Collectors.groupingBy;

import io.hostpulse.simulator.FleetRecord;
import io.hostpulse.simulator.FleetRecord.MalformedRecord;
import io.hostpulse.simulator.FleetRecord.SampleRecord;
import io.hostpulse.wire.Metric;
import io.hostpulse.wire.MetricCatalogue;
import io.hostpulse.wire.RefusalCategory;
import io.hostpulse.wire.proto.Dimension;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.EnumMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.NoSuchElementException;
import java.util.TreeMap;

/**
 * What must come out of the records that were added.
 *
 * <p>Samples count once however often they come (host, run id and sequence tell them apart), by the
 * time at which they were taken and wherever in the order they arrive. Hosts with a clock ahead of
 * true time are left out of windows and alerts, as the time that their samples get instead is that
 * of an arrival, and {@link #clocksAhead} names them.
 *
 * <p>Keeps about 50 bytes of every distinct sample, 8 more for every metric after the first, and
 * the refused values.
 */
public final class GroundTruth {

    private final HostMetrics metrics;
    private final Map<String, HostTruth> hosts = new TreeMap<>();
    private final Map<String, Duration> clocksAhead = new TreeMap<>();
    private final List<Refusal> refusals = new ArrayList<>();
    private long records;

    /** A truth about every host-level metric that windows are computed of, but counters. */
    public GroundTruth() {
        this(
                MetricCatalogue.get().aggregated(Dimension.HOST).stream()
                        .filter(metric -> !metric.isCounter())
                        .map(Metric::name)
                        .toList());
    }

    /**
     * A truth about some host-level metrics only.
     *
     * @throws IllegalArgumentException if the catalogue has no such metric of a host
     */
    public GroundTruth(List<String> metricNames) {
        this.metrics = new HostMetrics(metricNames);
    }

    /** The truth about all of {@code records}. */
    public static GroundTruth of(Iterable<FleetRecord> records) {
        GroundTruth truth = new GroundTruth();
        records.forEach(truth::add);
        return truth;
    }

    /**
     * Hands on {@code records}, adding each of them when it has been dealt with, which is when the
     * next one is asked for.
     */
    public Iterator<FleetRecord> observing(Iterator<FleetRecord> records) {
        return new Iterator<>() {
            private FleetRecord handedOn;

            @Override
            public boolean hasNext() {
                if (handedOn != null) {
                    add(handedOn);
                    handedOn = null;
                }
                return records.hasNext();
            }

            @Override
            public FleetRecord next() {
                if (!hasNext()) {
                    throw new NoSuchElementException();
                }
                handedOn = records.next();
                return handedOn;
            }
        };
    }

    public void add(FleetRecord fleetRecord) {
        records++;
        if (fleetRecord instanceof SampleRecord sample) {
            addSample(sample);
        } else if (fleetRecord instanceof MalformedRecord malformed) {
            refusals.add(new Refusal(malformed.category(), malformed.key(), malformed.value()));
        }
    }

    /** Records that were added, of any kind and repetitions included. */
    public long records() {
        return records;
    }

    /** Samples that must be accepted, of all hosts, each counted once. */
    public long distinctSamples() {
        return hosts.values().stream().mapToLong(HostTruth::distinctSamples).sum();
    }

    /** Records that repeat a sample. */
    public long repetitions() {
        return records - refusals.size() - distinctSamples();
    }

    /** The records that must be refused, in the order in which they were added. */
    public List<Refusal> refusals() {
        return Collections.unmodifiableList(refusals);
    }

    /** How many records must be refused for which reason. */
    public Map<RefusalCategory, Long> refusalsByCategory() {
        return refusals.stream()
                .collect(
                        groupingBy(
                                Refusal::category,
                                () -> new EnumMap<>(RefusalCategory.class),
                                counting()));
    }

    /** Hosts whose clock is ahead, and by how much at least. */
    public Map<String, Duration> clocksAhead() {
        return Collections.unmodifiableMap(clocksAhead);
    }

    /**
     * All windows that have a sample, by host and start. Tumbling windows have {@code size} equal
     * to {@code slide}; starts are multiples of {@code slide} since 1970.
     *
     * @throws IllegalArgumentException if size or slide is below 1 ms, or slide above size
     */
    public List<WindowTruth> windows(Duration size, Duration slide) {
        requireWindow(size, slide);
        return hosts.entrySet().stream()
                .filter(host -> !clocksAhead.containsKey(host.getKey()))
                .flatMap(host -> host.getValue().windows(size, slide).stream())
                .toList();
    }

    /**
     * How many windows {@link #windows} has.
     *
     * @throws IllegalArgumentException if size or slide is below 1 ms, or slide above size
     */
    public long countWindows(Duration size, Duration slide) {
        requireWindow(size, slide);
        return hosts.entrySet().stream()
                .filter(host -> !clocksAhead.containsKey(host.getKey()))
                .mapToLong(host -> host.getValue().countWindows(size, slide))
                .sum();
    }

    /**
     * All alerts that the condition must raise, by host and time.
     *
     * @throws IllegalArgumentException if this truth is not about the condition's metric
     */
    public List<AlertTruth> alerts(SustainedCondition condition) {
        if (metrics.position(condition.metric()) < 0) {
            throw new IllegalArgumentException(
                    "'" + condition.metric() + "' is not among the metrics of this truth");
        }
        return hosts.entrySet().stream()
                .filter(host -> !clocksAhead.containsKey(host.getKey()))
                .flatMap(host -> host.getValue().alerts(condition).stream())
                .toList();
    }

    /**
     * All silences that must be noticed, by host and time, if records were added in the order in
     * which they arrive. Hosts with a clock ahead are left out.
     *
     * @param after how long nothing must have arrived; three intervals of the host at least, and 30
     *     s, always have to pass
     * @param until when nobody listens any more
     */
    public List<SilenceTruth> silences(Duration after, Instant until) {
        return hosts.entrySet().stream()
                .filter(host -> !clocksAhead.containsKey(host.getKey()))
                .flatMap(host -> host.getValue().silences(after, until).stream())
                .toList();
    }

    private static void requireWindow(Duration size, Duration slide) {
        if (slide.toMillis() < 1 || slide.compareTo(size) > 0) {
            throw new IllegalArgumentException(
                    "windows of " + size + " every " + slide + ": slide must be 1 ms to size");
        }
    }

    private void addSample(SampleRecord sample) {
        long aheadMillis = sample.timestampMillis() - sample.arrivalMillis();
        if (aheadMillis > 0) {
            clocksAhead.merge(
                    sample.key(),
                    Duration.ofMillis(aheadMillis),
                    (one, other) -> one.compareTo(other) > 0 ? one : other);
        }
        hosts.computeIfAbsent(sample.key(), id -> new HostTruth(id, metrics))
                .add(sample.sample(), sample.timestampMillis(), sample.arrivalMillis());
    }
}
