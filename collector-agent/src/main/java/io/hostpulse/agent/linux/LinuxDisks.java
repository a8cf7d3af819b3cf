package io.hostpulse.agent.linux;

import io.hostpulse.agent.read.DiskSource;
import io.hostpulse.agent.read.Figures;
import io.hostpulse.agent.read.LenientText;
import io.hostpulse.agent.read.NameFilter;
import java.io.File;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.function.LongSupplier;
import java.util.function.Supplier;

/**
 * Disks from /proc/diskstats, see <a
 * href="https://docs.kernel.org/admin-guide/iostats.html">iostats</a>. A disk is what /sys/block
 * has with a device behind it and a size: partitions, loop devices, memory disks and what the
 * device mapper lays over others are not, for they would count the same bytes twice; a filter may
 * ask for them by name.
 */
public final class LinuxDisks implements DiskSource {

    /** Sectors are of 512 bytes in this file, whatever the disk's own are. */
    private static final long BYTES_PER_SECTOR = 512;

    private static final long INSPECTION_AGE_NANOS = Duration.ofSeconds(30).toNanos();

    private final ProcText text = new ProcText();
    private final File diskstats;
    private final File sysBlock;
    private final Supplier<NameFilter> filter;
    private final LongSupplier nanoTime;
    private final Map<String, Optional<String>> serialNumbers = new HashMap<>();
    private long inspectedNanos;

    /**
     * @param filter asked at every reading
     * @param nanoTime the monotonic clock
     */
    public LinuxDisks(Path proc, Path sys, Supplier<NameFilter> filter, LongSupplier nanoTime) {
        this.filter = filter;
        this.nanoTime = nanoTime;
        this.diskstats = proc.resolve("diskstats").toFile();
        this.sysBlock = sys.resolve("block").toFile();
    }

    @Override
    public List<DiskFigures> read() throws IOException {
        List<DiskFigures> disks = new ArrayList<>();
        Set<String> names = new HashSet<>();
        NameFilter selected = filter.get();
        forgetOldInspections();
        text.load(diskstats);
        while (text.nextLine()) {
            String name = text.skip(2).word();
            names.add(name);
            Optional<String> serialNumber = serialNumbers.computeIfAbsent(name, this::inspect);
            if (selected.selects(name, serialNumber.isPresent())) {
                disks.add(readDisk(name, serialNumber.orElse("")));
            }
        }
        serialNumbers.keySet().retainAll(names);
        return disks;
    }

    /** Another disk may have the name, and a drive another medium. */
    private void forgetOldInspections() {
        long now = nanoTime.getAsLong();
        if (now - inspectedNanos > INSPECTION_AGE_NANOS) {
            serialNumbers.clear();
            inspectedNanos = now;
        }
    }

    private DiskFigures readDisk(String name, String serialNumber) throws IOException {
        Figures<DiskCounter> counters = new Figures<>(DiskCounter.class);
        counters.put(DiskCounter.READS, text.number());
        counters.put(DiskCounter.READ_BYTES, text.skip(1).number() * BYTES_PER_SECTOR);
        counters.put(DiskCounter.READ_TIME_MS, text.number());
        counters.put(DiskCounter.WRITES, text.number());
        counters.put(DiskCounter.WRITE_BYTES, text.skip(1).number() * BYTES_PER_SECTOR);
        counters.put(DiskCounter.WRITE_TIME_MS, text.number());
        long inProgress = text.number();
        counters.put(DiskCounter.IO_TIME_MS, text.number());
        counters.put(DiskCounter.QUEUE_TIME_MS, text.number());
        return new DiskFigures(name, serialNumber, counters, OptionalLong.of(inProgress));
    }

    /** The serial number, empty text when it has none, absent when it is not a disk. */
    private Optional<String> inspect(String name) {
        File disk = new File(sysBlock, name.replace('/', '!'));
        if (!new File(disk, "device").exists() || content(disk, "size").equals("0")) {
            return Optional.empty();
        }
        String serial = content(disk, "serial");
        return Optional.of(serial.isEmpty() ? content(disk, "device/serial") : serial);
    }

    private static String content(File disk, String name) {
        File file = new File(disk, name);
        if (!file.exists()) {
            return "";
        }
        try {
            return LenientText.read(file.toPath()).strip();
        } catch (IOException absent) {
            return "";
        }
    }
}
