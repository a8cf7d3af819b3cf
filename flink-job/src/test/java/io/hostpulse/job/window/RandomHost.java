package io.hostpulse.job.window;

import io.hostpulse.job.SampleBuilder;
import io.hostpulse.job.Samples;
import io.hostpulse.job.ingest.DeviceMetrics;
import io.hostpulse.job.model.Sample;
import io.hostpulse.wire.proto.Dimension;
import java.util.List;
import java.util.Random;

/**
 * A host that measures anything: metrics come and go, so do devices, values are zero, negative,
 * tiny, huge and constant. All lie on a grid on which sums are exact in any order.
 */
final class RandomHost {

    private static final List<String> DISKS = List.of("sda", "sdb", "nvme0n1");
    private static final double STEPS = 1024;

    private final Random random;
    private final String hostId;

    RandomHost(String hostId, long seed) {
        this.hostId = hostId;
        random = new Random(seed);
    }

    Sample sample(long timeMillis) {
        Sample empty = Samples.sample(hostId, timeMillis, Double.NaN);
        double[] values = empty.values();
        for (int slot = 0; slot < values.length; slot++) {
            values[slot] = value(slot);
        }
        int disk = Dimension.DISK_VALUE;
        int devices = 1 + random.nextInt(DISKS.size());
        byte[] dimensions = new byte[1 + devices];
        String[] names = new String[1 + devices];
        dimensions[0] = Dimension.CORE_VALUE;
        names[0] = "0";
        int cores = DeviceMetrics.count(Dimension.CORE_VALUE);
        double[] deviceValues = new double[cores + devices * DeviceMetrics.count(disk)];
        for (int i = 0; i < deviceValues.length; i++) {
            deviceValues[i] = value(i);
        }
        int first = random.nextInt(DISKS.size());
        for (int d = 0; d < devices; d++) {
            dimensions[1 + d] = (byte) disk;
            names[1 + d] = DISKS.get((first + d) % DISKS.size());
        }
        return SampleBuilder.of(empty)
                .values(values)
                .devices(dimensions, names, deviceValues)
                .build();
    }

    private double value(int slot) {
        return switch (slot % 7) {
            case 0 -> random.nextInt(10) == 0 ? Double.NaN : random.nextInt(3);
            case 1 -> random.nextInt(1_000_000);
            case 2 -> random.nextInt(2_000) / STEPS - 1;
            case 3 -> 12_345.5;
            case 4 -> 0;
            case 5 -> random.nextBoolean() ? Double.NaN : Math.scalb(1.0, random.nextInt(30));
            default -> random.nextInt((int) STEPS) / STEPS;
        };
    }
}
