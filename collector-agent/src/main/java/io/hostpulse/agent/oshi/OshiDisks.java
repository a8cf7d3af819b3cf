package io.hostpulse.agent.oshi;

import io.hostpulse.agent.read.DiskSource;
import io.hostpulse.agent.read.Figures;
import io.hostpulse.agent.read.NameFilter;
import java.util.List;
import java.util.OptionalLong;
import java.util.function.Supplier;
import oshi.hardware.HWDiskStore;

/** Disks as OSHI has them on every system: without the times of reads and writes apart. */
public final class OshiDisks implements DiskSource {

    private static final String UNKNOWN = "unknown";

    private final Supplier<NameFilter> filter;
    private final Supplier<List<HWDiskStore>> disks;

    /**
     * @param filter asked at every reading
     */
    public OshiDisks(Supplier<List<HWDiskStore>> disks, Supplier<NameFilter> filter) {
        this.filter = filter;
        this.disks = disks;
    }

    @Override
    public List<DiskFigures> read() {
        NameFilter selected = filter.get();
        return disks.get().stream()
                .filter(disk -> selected.selects(disk.getName(), true))
                .map(OshiDisks::figures)
                .toList();
    }

    private static DiskFigures figures(HWDiskStore disk) {
        Figures<DiskCounter> counters =
                new Figures<>(DiskCounter.class)
                        .put(DiskCounter.READS, disk.getReads())
                        .put(DiskCounter.READ_BYTES, disk.getReadBytes())
                        .put(DiskCounter.WRITES, disk.getWrites())
                        .put(DiskCounter.WRITE_BYTES, disk.getWriteBytes())
                        .put(DiskCounter.IO_TIME_MS, disk.getTransferTime());
        String serial = disk.getSerial() == null ? UNKNOWN : disk.getSerial().strip();
        return new DiskFigures(
                disk.getName(),
                serial.equals(UNKNOWN) ? "" : serial,
                counters,
                OptionalLong.of(disk.getCurrentQueueLength()));
    }
}
