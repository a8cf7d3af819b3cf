package io.hostpulse.simulator.truth;

import io.hostpulse.wire.proto.HostSample;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.LongStream;

/** The distinct samples of one host, reduced to the values of the metrics that are asked for. */
final class HostTruth {

    private final String hostId;
    private final HostMetrics metrics;
    private final HostArrivals arrivals;
    private final List<Reading> readings = new ArrayList<>();
    private final Map<String, BitSet> sequencesByRun = new HashMap<>();

    /** A sample's values by position of the metric; NaN where the sample has none. */
    private static final class Reading {
        private final long timeMillis;
        private final double[] values;

        Reading(long timeMillis, double[] values) {
            this.timeMillis = timeMillis;
            this.values = values;
        }

        long timeMillis() {
            return timeMillis;
        }
    }

    HostTruth(String hostId, HostMetrics metrics) {
        this.hostId = hostId;
        this.metrics = metrics;
        this.arrivals = new HostArrivals(hostId);
    }

    /** Takes the sample in unless it has been seen before. */
    void add(HostSample sample, long timeMillis, long arrivalMillis) {
        BitSet seen =
                sequencesByRun.computeIfAbsent(
                        sample.getAgent().getRunId(), unused -> new BitSet());
        int sequence = Math.toIntExact(sample.getAgent().getSequence());
        if (!seen.get(sequence)) {
            seen.set(sequence);
            readings.add(new Reading(timeMillis, metrics.read(sample)));
            arrivals.add(sample, timeMillis, arrivalMillis);
        }
    }

    long distinctSamples() {
        return readings.size();
    }

    List<SilenceTruth> silences(Duration after, Instant until) {
        return arrivals.silences(after, until);
    }

    List<WindowTruth> windows(Duration size, Duration slide) {
        long sizeMillis = size.toMillis();
        long slideMillis = slide.toMillis();
        Map<Long, List<Reading>> readingsByStart = new TreeMap<>();
        for (Reading reading : readingsByTime()) {
            long newestStart = reading.timeMillis - Math.floorMod(reading.timeMillis, slideMillis);
            for (long start = newestStart;
                    start > reading.timeMillis - sizeMillis;
                    start -= slideMillis) {
                readingsByStart.computeIfAbsent(start, unused -> new ArrayList<>()).add(reading);
            }
        }
        List<WindowTruth> windows = new ArrayList<>();
        readingsByStart.forEach(
                (start, inWindow) ->
                        windows.add(
                                new WindowTruth(
                                        hostId, start, start + sizeMillis, summarize(inWindow))));
        return windows;
    }

    long countWindows(Duration size, Duration slide) {
        long sizeMillis = size.toMillis();
        long slideMillis = slide.toMillis();
        return readings.stream()
                .mapToLong(Reading::timeMillis)
                .flatMap(
                        millis -> {
                            long newest = Math.floorDiv(millis, slideMillis);
                            long oldest = Math.floorDiv(millis - sizeMillis, slideMillis) + 1;
                            return LongStream.rangeClosed(oldest, newest);
                        })
                .distinct()
                .count();
    }

    List<AlertTruth> alerts(SustainedCondition condition) {
        int metric = metrics.position(condition.metric());
        List<AlertTruth> alerts = new ArrayList<>();
        Long began = null;
        Long fired = null;
        for (Reading reading : readingsByTime()) {
            double value = reading.values[metric];
            if (Double.isNaN(value)) {
                continue;
            }
            if (fired != null) {
                if (value <= condition.clear()) {
                    alerts.add(new AlertTruth(hostId, began, fired, reading.timeMillis));
                    began = null;
                    fired = null;
                }
            } else if (value > condition.above()) {
                began = began == null ? Long.valueOf(reading.timeMillis) : began;
                if (reading.timeMillis - began >= condition.held().toMillis()) {
                    fired = reading.timeMillis;
                }
            } else {
                began = null;
            }
        }
        if (fired != null) {
            alerts.add(new AlertTruth(hostId, began, fired, null));
        }
        return alerts;
    }

    private List<Reading> readingsByTime() {
        List<Reading> sorted = new ArrayList<>(readings);
        sorted.sort(Comparator.comparingLong(Reading::timeMillis));
        return sorted;
    }

    private Map<String, MetricTruth> summarize(List<Reading> inOrderOfTime) {
        Map<String, MetricTruth> summary = new TreeMap<>();
        for (int metric = 0; metric < metrics.count(); metric++) {
            long count = 0;
            double sum = 0;
            double min = Double.POSITIVE_INFINITY;
            double max = Double.NEGATIVE_INFINITY;
            double last = Double.NaN;
            for (Reading reading : inOrderOfTime) {
                double value = reading.values[metric];
                if (!Double.isNaN(value)) {
                    count++;
                    sum += value;
                    min = Math.min(min, value);
                    max = Math.max(max, value);
                    last = value;
                }
            }
            if (count > 0) {
                summary.put(
                        metrics.name(metric),
                        new MetricTruth(count, sum, sum / count, min, max, last));
            }
        }
        return summary;
    }
}
