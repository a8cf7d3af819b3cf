package io.hostpulse.job.window;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.hostpulse.job.ingest.DeviceMetrics;
import io.hostpulse.job.ingest.HostMetrics;
import io.hostpulse.job.model.Sample;
import io.hostpulse.job.model.Window;
import io.hostpulse.wire.Metric;
import io.hostpulse.wire.proto.Dimension;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/** The windows of a host as they follow from all its samples, computed in the plainest way. */
final class ExpectedWindows {

    /** A value of a metric and when it was measured. */
    private record Reading(long timeMillis, double value) {}

    /** All readings of one host or device in one window, by metric. */
    private static final class Expected {
        private final List<Metric> metrics;
        private final List<List<Reading>> readings = new ArrayList<>();
        private int samples;

        Expected(List<Metric> metrics) {
            this.metrics = metrics;
            metrics.forEach(metric -> readings.add(new ArrayList<>()));
        }
    }

    private final List<WindowSpec> specs;
    private final Map<String, Expected> windows = new LinkedHashMap<>();
    private final Map<Metric, Double> counters = new HashMap<>();
    private long newestMillis = Long.MIN_VALUE;

    ExpectedWindows(List<WindowSpec> specs) {
        this.specs = specs;
    }

    /** One more sample of the one run of the one host, in the order of arrival. */
    void add(Sample sample) {
        Map<Metric, Double> increases = increases(sample);
        for (WindowSpec spec : specs) {
            long last = spec.lastStart(sample.timeMillis());
            for (long start = last;
                    start > last - spec.size().toMillis();
                    start -= spec.slide().toMillis()) {
                add(sample, sample.hostId() + "|" + spec.name() + "|" + start, increases);
            }
        }
    }

    /** Of the counters that have risen, or begun again, since the newest sample before. */
    private Map<Metric, Double> increases(Sample sample) {
        Map<Metric, Double> increases = new HashMap<>();
        if (sample.timeMillis() <= newestMillis) {
            return increases;
        }
        newestMillis = sample.timeMillis();
        for (Metric counter : HostMetrics.counters()) {
            double value = sample.values()[HostMetrics.slot(counter)];
            if (!Double.isNaN(value)) {
                Double before = counters.put(counter, value);
                if (before != null) {
                    increases.put(counter, value < before ? value : value - before);
                }
            }
        }
        return increases;
    }

    private void add(Sample sample, String id, Map<Metric, Double> increases) {
        Expected host = windows.computeIfAbsent(id, each -> new Expected(HostMetrics.aggregated()));
        host.samples++;
        for (int m = 0; m < host.metrics.size(); m++) {
            Metric metric = host.metrics.get(m);
            double value =
                    metric.isCounter()
                            ? increases.getOrDefault(metric, Double.NaN)
                            : sample.values()[HostMetrics.slot(metric)];
            add(host, m, sample.timeMillis(), value);
        }
        int begin = 0;
        for (int d = 0; d < sample.deviceNames().length; d++) {
            int dimension = sample.deviceDimensions()[d];
            List<Metric> metrics = DeviceMetrics.aggregated(dimension);
            if (!metrics.isEmpty()) {
                String name = Dimension.forNumber(dimension).name().toLowerCase(Locale.ROOT);
                Expected device =
                        windows.computeIfAbsent(
                                id + "|" + name + "|" + sample.deviceNames()[d],
                                each -> new Expected(metrics));
                device.samples++;
                for (int m = 0; m < metrics.size(); m++) {
                    int slot = begin + DeviceMetrics.slot(metrics.get(m));
                    add(device, m, sample.timeMillis(), sample.deviceValues()[slot]);
                }
            }
            begin += DeviceMetrics.count(dimension);
        }
    }

    private static void add(Expected expected, int m, long timeMillis, double value) {
        if (!Double.isNaN(value)) {
            expected.readings.get(m).add(new Reading(timeMillis, value));
        }
    }

    /** That there are these windows, no others, and that they hold what they should. */
    void assertEqual(Map<String, Window> actual) {
        Set<String> missing = new TreeSet<>(windows.keySet());
        missing.removeAll(actual.keySet());
        assertThat(missing).as("missing").isEmpty();
        Set<String> unexpected = new TreeSet<>(actual.keySet());
        unexpected.removeAll(windows.keySet());
        assertThat(unexpected).as("unexpected").isEmpty();
        windows.forEach((id, expected) -> assertEqual(id, expected, actual.get(id)));
    }

    private static void assertEqual(String id, Expected expected, Window actual) {
        assertThat(actual.samples()).as(id).isEqualTo(expected.samples);
        for (int m = 0; m < expected.metrics.size(); m++) {
            String name = id + " " + expected.metrics.get(m).name();
            List<Reading> readings = expected.readings.get(m);
            assertThat(actual.counts()[m]).as(name).isEqualTo(readings.size());
            if (readings.isEmpty()) {
                continue;
            }
            double[] sorted = readings.stream().mapToDouble(Reading::value).sorted().toArray();
            double sum = 0;
            for (double value : sorted) {
                sum += value;
            }
            assertThat(actual.sums()[m]).as(name).isEqualTo(sum);
            assertThat(actual.minima()[m]).as(name).isEqualTo(sorted[0]);
            assertThat(actual.maxima()[m]).as(name).isEqualTo(sorted[sorted.length - 1]);
            assertThat(actual.lasts()[m]).as(name).isEqualTo(last(readings));
            assertPercentile(name, actual.p50()[m], sorted, 0.50);
            assertPercentile(name, actual.p95()[m], sorted, 0.95);
            assertPercentile(name, actual.p99()[m], sorted, 0.99);
        }
    }

    /** Of readings at the same time the one that came last. */
    private static double last(List<Reading> readings) {
        List<Reading> byTime = new ArrayList<>(readings);
        byTime.sort(Comparator.comparingLong(Reading::timeMillis));
        return byTime.get(byTime.size() - 1).value();
    }

    private static void assertPercentile(
            String name, double actual, double[] sorted, double share) {
        double expected = sorted[Math.max(0, (int) Math.ceil(share * sorted.length - 1e-9) - 1)];
        assertThat(actual)
                .as("%s, percentile %s", name, share)
                .isCloseTo(
                        expected,
                        within(Math.abs(expected) * ValueBins.RELATIVE_ERROR * 1.0000001));
    }
}
