package io.hostpulse.job.rule;

import io.hostpulse.job.SampleBuilder;
import io.hostpulse.job.ingest.DeviceMetrics;
import io.hostpulse.job.ingest.HostMetrics;
import io.hostpulse.job.model.Sample;
import io.hostpulse.job.model.Window;
import io.hostpulse.wire.Metric;
import io.hostpulse.wire.MetricCatalogue;
import io.hostpulse.wire.proto.Dimension;
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
        SampleBuilder sample =
                SampleBuilder.of(
                                HostIdentity.newBuilder().setId(host).setName(host).build(),
                                timeMillis)
                        .run("run", timeMillis)
                        .intervalMillis(10_000)
                        .devices(dimensions, mounts.toArray(String[]::new), deviceValues);
        ofHost.forEach((name, value) -> sample.value(metric(name), value));
        return sample.build();
    }

    private static Metric metric(String name) {
        return MetricCatalogue.get().find(name).orElseThrow();
    }
}
