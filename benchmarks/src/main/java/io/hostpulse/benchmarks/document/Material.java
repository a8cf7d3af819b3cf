package io.hostpulse.benchmarks.document;

import io.hostpulse.benchmarks.detect.SampleShape;
import io.hostpulse.job.ingest.DeviceMetrics;
import io.hostpulse.job.ingest.HostMetrics;
import io.hostpulse.job.model.Window;
import io.hostpulse.simulator.Fleet;
import io.hostpulse.simulator.FleetPlan;
import io.hostpulse.simulator.FleetRecord;
import io.hostpulse.simulator.FleetRecord.SampleRecord;
import io.hostpulse.simulator.ScenarioMix;
import io.hostpulse.simulator.reference.HostHistory;
import io.hostpulse.simulator.reference.MetricSummary;
import io.hostpulse.simulator.reference.ReferenceWindow;
import io.hostpulse.simulator.reference.ReferenceWindows;
import io.hostpulse.simulator.reference.WindowSpec;
import io.hostpulse.simulator.scenario.ScenarioName;
import io.hostpulse.wire.HumanDuration;
import io.hostpulse.wire.LeftOut;
import io.hostpulse.wire.MalformedSampleException;
import io.hostpulse.wire.Metric;
import io.hostpulse.wire.SampleCodec;
import io.hostpulse.wire.proto.Dimension;
import io.hostpulse.wire.proto.HostIdentity;
import io.hostpulse.wire.proto.HostSample;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;

/**
 * What documents are made of.
 *
 * @param samples encoded, in the order of their hosts
 * @param windows that the job publishes of them by default
 */
public record Material(List<byte[]> samples, List<Window> windows) {

    /** From the end of a window to its document. */
    private static final long DELAY_MILLIS = 250;

    public static Material of(FleetPlan plan, SampleShape shape) {
        Material material = new Material(new ArrayList<>(), new ArrayList<>());
        Fleet fleet = new Fleet(plan, ScenarioMix.of(List.of(ScenarioName.CPU_SPIKE), plan));
        for (int host = 0; host < plan.hosts(); host++) {
            List<SampleRecord> records = new ArrayList<>();
            for (FleetRecord each : fleet.recordsOf(host)) {
                if (each instanceof SampleRecord made) {
                    records.add(SampleRecord.of(made.arrivalMillis(), shape.shape(made.sample())));
                }
            }
            records.forEach(record -> material.samples().add(SampleCodec.encode(record.sample())));
            material.addWindows(HostHistory.of(records));
        }
        return material;
    }

    /** Anew, as texts in messages are decoded when they are first read. */
    public List<HostSample> decodedSamples() {
        List<HostSample> decoded = new ArrayList<>();
        for (byte[] sample : samples) {
            try {
                decoded.add(SampleCodec.decode(sample, new LeftOut()));
            } catch (MalformedSampleException impossible) {
                throw new IllegalStateException(impossible);
            }
        }
        return decoded;
    }

    private void addWindows(HostHistory history) {
        for (WindowSpec spec : WindowSpec.DEFAULT) {
            for (ReferenceWindow window : ReferenceWindows.of(history, spec)) {
                boolean isOfHost = window.thing().dimension() == Dimension.HOST;
                if (isOfHost || spec.size().equals(spec.slide())) {
                    windows.add(window(window, spec, history.host()));
                }
            }
        }
    }

    private static Window window(ReferenceWindow window, WindowSpec spec, HostIdentity host) {
        int dimension = window.thing().dimension().getNumber();
        List<Metric> metrics =
                dimension == Dimension.HOST_VALUE
                        ? HostMetrics.aggregated()
                        : DeviceMetrics.aggregated(dimension);
        int[] counts = new int[metrics.size()];
        double[][] numbers = new double[7][metrics.size()];
        for (int m = 0; m < counts.length; m++) {
            MetricSummary summary = window.metrics().get(metrics.get(m).name());
            if (summary != null) {
                counts[m] = (int) summary.count();
                numbers[0][m] = summary.sum();
                numbers[1][m] = summary.min();
                numbers[2][m] = summary.max();
                numbers[3][m] = summary.last();
                numbers[4][m] = summary.p50();
                numbers[5][m] = summary.p95();
                numbers[6][m] = summary.p99();
            }
        }
        List<String> labels = new ArrayList<>();
        new TreeMap<>(host.getLabelsMap())
                .forEach((key, value) -> labels.addAll(List.of(key, value)));
        return new Window(
                window.hostId(),
                host.getName(),
                dimension,
                window.thing().name(),
                HumanDuration.format(Duration.ofMillis(spec.size().toMillis())),
                window.startMillis(),
                window.endMillis(),
                spec.slide().toMillis(),
                true,
                window.samples(),
                0,
                counts,
                numbers[0],
                numbers[1],
                numbers[2],
                numbers[3],
                numbers[4],
                numbers[5],
                numbers[6],
                new String[0],
                labels.toArray(String[]::new),
                window.endMillis() + DELAY_MILLIS);
    }
}
