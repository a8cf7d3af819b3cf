package io.hostpulse.job.rule;

import io.hostpulse.job.ingest.DeviceMetrics;
import io.hostpulse.job.ingest.HostMetrics;
import io.hostpulse.job.model.Sample;
import io.hostpulse.job.model.Window;
import io.hostpulse.wire.Metric;
import io.hostpulse.wire.MetricCatalogue;
import io.hostpulse.wire.proto.Dimension;
import io.hostpulse.wire.proto.Goodbye;
import io.hostpulse.wire.proto.HostIdentity;
import java.util.Arrays;
import java.util.List;
import java.util.Map;

/** Samples and windows that hold no more than a rule looks at. */
final class Readings {

    static final String CPU = "system.cpu.total.norm.pct";
    static final String MEMORY = "system.memory.actual.used.pct";

    /** A metric of filesystems. */
    static final String USED = "system.filesystem.used.pct";

    private Readings() {}

    static Window window(boolean onClock, long endMillis, int count, double sum) {
        int metrics = HostMetrics.aggregated().size();
        int cpu = HostMetrics.aggregated().indexOf(metric(CPU));
        int[] counts = new int[metrics];
        double[] sums = new double[metrics];
        counts[cpu] = count;
        sums[cpu] = sum;
        double[] unused = new double[metrics];
        return new Window(
                "a",
                "a",
                Dimension.HOST_VALUE,
                "",
                "30s",
                endMillis - 30_000,
                endMillis,
                10_000,
                onClock,
                count,
                0,
                counts,
                sums,
                unused,
                unused,
                unused,
                unused,
                unused,
                unused,
                new String[0],
                new String[0],
                0);
    }

    static Sample sample(
            String host, long timeMillis, Map<String, Double> ofHost, Map<String, Double> used) {
        double[] values = new double[HostMetrics.all().size()];
        Arrays.fill(values, Double.NaN);
        ofHost.forEach((name, value) -> values[HostMetrics.slot(metric(name))] = value);
        List<String> mounts = used.keySet().stream().sorted().toList();
        int width = DeviceMetrics.count(Dimension.FILESYSTEM_VALUE);
        double[] deviceValues = new double[mounts.size() * width];
        Arrays.fill(deviceValues, Double.NaN);
        for (int mount = 0; mount < mounts.size(); mount++) {
            deviceValues[mount * width + DeviceMetrics.slot(metric(USED))] =
                    used.get(mounts.get(mount));
        }
        byte[] dimensions = new byte[mounts.size()];
        Arrays.fill(dimensions, (byte) Dimension.FILESYSTEM_VALUE);
        return new Sample(
                host,
                host,
                timeMillis,
                0,
                timeMillis,
                10_000,
                "run",
                timeMillis,
                false,
                true,
                HostIdentity.newBuilder().setId(host).setName(host).build().toByteArray(),
                values,
                dimensions,
                mounts.toArray(String[]::new),
                deviceValues,
                Goodbye.NO_GOODBYE,
                "");
    }

    static Sample identified(Sample sample, HostIdentity identity) {
        return new Sample(
                sample.hostId(),
                sample.hostName(),
                sample.timeMillis(),
                sample.skewMillis(),
                sample.arrivalMillis(),
                sample.intervalMillis(),
                sample.runId(),
                sample.sequence(),
                sample.spooled(),
                sample.live(),
                identity.toByteArray(),
                sample.values(),
                sample.deviceDimensions(),
                sample.deviceNames(),
                sample.deviceValues(),
                sample.goodbye(),
                sample.agentVersion());
    }

    private static Metric metric(String name) {
        return MetricCatalogue.get().find(name).orElseThrow();
    }
}
