package io.hostpulse.simulator.host;

import static io.hostpulse.simulator.host.ExactGrid.STEPS;
import static io.hostpulse.simulator.host.ExactGrid.nearest;
import static io.hostpulse.simulator.host.ExactGrid.rate;
import static io.hostpulse.simulator.host.ExactGrid.ratio;
import static io.hostpulse.simulator.host.ExactGrid.shareSteps;

import io.hostpulse.wire.proto.Disk;
import io.hostpulse.wire.proto.DiskSummary;
import io.hostpulse.wire.proto.Filesystem;
import io.hostpulse.wire.proto.FilesystemSummary;
import io.hostpulse.wire.proto.HostSample;
import java.util.ArrayList;
import java.util.List;

/** Disks and the filesystems on them, one each. */
final class StorageReadings implements Readings {

    private static final long FILLABLE_BYTES = 64L << 30;
    private static final long RESERVED_BYTES = 3L << 30;
    private static final long INODES = 1L << 22;
    private static final int OPERATION_BYTES = 16 * 1024;
    private static final double SATURATING_OPERATIONS = 4_000;

    private final List<DiskState> disks;

    StorageReadings(HostProfile profile) {
        this.disks = new ArrayList<>();
        profile.disks().forEach(name -> disks.add(new DiskState(name)));
    }

    @Override
    public void write(Tick tick, HostSample.Builder sample) {
        DiskSummary.Builder summary = DiskSummary.newBuilder();
        int plugged = tick.load().incident().unplugged() ? 1 : disks.size();
        for (int i = 0; i < disks.size(); i++) {
            if (i >= plugged) {
                disks.set(i, new DiskState(disks.get(i).name));
                continue;
            }
            Disk reading = disks.get(i).read(tick, i == plugged - 1);
            sample.addDisks(reading);
            add(reading, tick, summary);
        }
        sample.setDiskSummary(summary);
        writeFilesystems(tick, plugged, sample);
    }

    private static void add(Disk disk, Tick tick, DiskSummary.Builder summary) {
        double reads = disk.getReadOperationsPerSec();
        double writes = disk.getWriteOperationsPerSec();
        summary.setReadBytes(summary.getReadBytes() + tick.amount(disk.getReadBytesPerSec()))
                .setReadBytesPerSec(summary.getReadBytesPerSec() + disk.getReadBytesPerSec())
                .setReadOperationsPerSec(summary.getReadOperationsPerSec() + reads)
                .setWriteBytes(summary.getWriteBytes() + tick.amount(disk.getWriteBytesPerSec()))
                .setWriteBytesPerSec(summary.getWriteBytesPerSec() + disk.getWriteBytesPerSec())
                .setWriteOperationsPerSec(summary.getWriteOperationsPerSec() + writes)
                .setOperationsPerSec(summary.getOperationsPerSec() + reads + writes)
                .setBusiestPct(Math.max(summary.getBusiestPct(), disk.getBusyPercent() / 100));
    }

    /** What a disk has done since boot. */
    private static final class DiskState {
        private final String name;
        private long readCount;
        private long readBytes;
        private long readTimeMillis;
        private long writeCount;
        private long writeBytes;
        private long writeTimeMillis;
        private long ioTimeMillis;

        DiskState(String name) {
            this.name = name;
        }

        Disk read(Tick tick, boolean isLast) {
            double activity = tick.load().cpuRatio() * tick.random().nextDouble();
            double more = isLast ? tick.load().incident().diskOperationsPerSec() : 0;
            double reads = rate(tick.roughly(5 + 200 * activity) + more / 2);
            double writes = rate(tick.roughly(10 + 400 * activity) + more / 2);
            int busySteps = shareSteps(0.01 + 0.6 * activity + more / SATURATING_OPERATIONS);
            double awaitMillis = nearest(0.5 + 4 * activity);
            readCount += tick.amount(reads);
            readBytes += tick.amount(reads * OPERATION_BYTES);
            readTimeMillis += tick.amount(reads * awaitMillis);
            writeCount += tick.amount(writes);
            writeBytes += tick.amount(writes * OPERATION_BYTES);
            writeTimeMillis += tick.amount(writes * awaitMillis);
            ioTimeMillis += busySteps * tick.intervalMillis() / STEPS;
            return Disk.newBuilder()
                    .setName(name)
                    .setSerialNumber("SIM-" + name)
                    .setReadCount(readCount)
                    .setReadBytes(readBytes)
                    .setReadTimeMs(readTimeMillis)
                    .setReadAwaitMs(awaitMillis)
                    .setReadBytesPerSec(reads * OPERATION_BYTES)
                    .setReadOperationsPerSec(reads)
                    .setWriteCount(writeCount)
                    .setWriteBytes(writeBytes)
                    .setWriteTimeMs(writeTimeMillis)
                    .setWriteAwaitMs(awaitMillis)
                    .setWriteBytesPerSec(writes * OPERATION_BYTES)
                    .setWriteOperationsPerSec(writes)
                    .setIoTimeMs(ioTimeMillis)
                    .setIoInProgress(busySteps / 256)
                    .setAwaitMs(awaitMillis)
                    .setBusyPercent(100 * ratio(busySteps))
                    .setQueueAvgSize(nearest(4 * activity))
                    .setRequestAvgSize(OPERATION_BYTES)
                    .build();
        }
    }

    private void writeFilesystems(Tick tick, int plugged, HostSample.Builder sample) {
        FilesystemSummary.Builder summary =
                FilesystemSummary.newBuilder().setCount(plugged).setTotalFiles(plugged * INODES);
        for (int i = 0; i < plugged; i++) {
            int usedSteps = shareSteps(i == 0 ? tick.load().diskRatio() : 0.4);
            Filesystem filesystem =
                    filesystem(i == 0 ? "/" : "/var", "/dev/" + disks.get(i).name, usedSteps);
            sample.addFilesystems(filesystem);
            summary.setTotal(summary.getTotal() + filesystem.getTotal())
                    .setUsed(summary.getUsed() + filesystem.getUsedBytes())
                    .setFree(summary.getFree() + filesystem.getFree())
                    .setFullestPct(Math.max(summary.getFullestPct(), filesystem.getUsedPct()));
        }
        sample.setFilesystemSummary(summary);
    }

    private static Filesystem filesystem(String mountPoint, String device, int usedSteps) {
        long usedBytes = usedSteps * (FILLABLE_BYTES / STEPS);
        long usedInodes = usedSteps / 2 * (INODES / STEPS);
        return Filesystem.newBuilder()
                .setMountPoint(mountPoint)
                .setDeviceName(device)
                .setType("ext4")
                .setTotal(FILLABLE_BYTES + RESERVED_BYTES)
                .setFree(FILLABLE_BYTES + RESERVED_BYTES - usedBytes)
                .setAvailable(FILLABLE_BYTES - usedBytes)
                .setUsedBytes(usedBytes)
                .setUsedPct(ratio(usedSteps))
                .setFiles(INODES)
                .setFreeFiles(INODES - usedInodes)
                .setInodesUsedPct(ratio(usedSteps / 2))
                .build();
    }
}
