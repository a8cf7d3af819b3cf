package io.hostpulse.agent.linux;

import io.hostpulse.agent.read.ContainerSource.ContainerCounter;
import io.hostpulse.agent.read.ContainerSource.ContainerGauge;
import io.hostpulse.agent.read.Figures;
import java.io.File;
import java.io.IOException;
import java.nio.file.Path;
import java.util.OptionalDouble;
import java.util.OptionalLong;

/**
 * Control groups of version 1, where every controller has a tree of its own, in which a container
 * has the same path; see <a
 * href="https://docs.kernel.org/admin-guide/cgroup-v1/index.html">cgroup-v1</a>.
 */
final class CgroupV1 implements CgroupVersion {

    private static final long NANOS_PER_MICRO = 1000;

    /** Without a limit the file has the largest multiple of a page. */
    private static final long UNLIMITED_BYTES = 1L << 62;

    private final ProcText text = new ProcText();
    private final CgroupControllers controllers;
    private final File proc;
    private final BlockDevices devices;

    CgroupV1(CgroupControllers controllers, Path proc, BlockDevices devices) {
        this.controllers = controllers;
        this.proc = proc.toFile();
        this.devices = devices;
    }

    @Override
    public Path root() {
        return controllers.first();
    }

    /**
     * {@code cpuacct 2 93 1}: name, number of the tree, cgroups in it, whether enabled. Trees that
     * have no container have few cgroups, so that the sum tells as much as one would.
     */
    @Override
    public long count() throws IOException {
        long count = 0;
        File trees = new File(proc, "cgroups");
        if (!trees.exists()) {
            return count;
        }
        text.load(trees);
        text.nextLine();
        while (text.nextLine()) {
            count += text.skip(2).number();
        }
        return count;
    }

    @Override
    public void readUse(
            String cgroup, Figures<ContainerCounter> counters, Figures<ContainerGauge> gauges)
            throws IOException {
        File cpuTime = controllers.file("cpuacct", cgroup, "cpuacct.usage");
        if (cpuTime.exists()) {
            counters.put(ContainerCounter.CPU_MICROS, firstNumber(cpuTime) / NANOS_PER_MICRO);
        }
        readThrottling(controllers.file("cpu", cgroup, "cpu.stat"), counters);
        readMemory(cgroup, gauges);
        readIo(cgroup, counters);
        File processes = controllers.file("pids", cgroup, "pids.current");
        if (processes.exists()) {
            gauges.put(ContainerGauge.PROCESSES, firstNumber(processes));
        }
    }

    private void readThrottling(File stat, Figures<ContainerCounter> counters) throws IOException {
        if (!stat.exists()) {
            return;
        }
        text.load(stat);
        while (text.nextLine()) {
            if (text.at("nr_periods ")) {
                counters.put(ContainerCounter.PERIODS, text.skip(1).number());
            } else if (text.at("nr_throttled ")) {
                counters.put(ContainerCounter.THROTTLED_PERIODS, text.skip(1).number());
            }
        }
    }

    private void readMemory(String cgroup, Figures<ContainerGauge> gauges) throws IOException {
        File usage = controllers.file("memory", cgroup, "memory.usage_in_bytes");
        if (!usage.exists()) {
            return;
        }
        long bytes = firstNumber(usage);
        text.load(controllers.file("memory", cgroup, "memory.stat"));
        while (text.nextLine()) {
            if (text.at("total_inactive_file ")) {
                long droppable = text.skip(1).number();
                gauges.put(ContainerGauge.MEMORY_BYTES, Math.max(0, bytes - droppable));
                return;
            }
        }
    }

    /** {@code 8:0 Read 1459200}, more lines of the device, and {@code Total 1459200} at the end. */
    private void readIo(String cgroup, Figures<ContainerCounter> counters) throws IOException {
        File bytes = controllers.file("blkio", cgroup, "blkio.throttle.io_service_bytes_recursive");
        if (!bytes.exists()) {
            bytes = controllers.file("blkio", cgroup, "blkio.throttle.io_service_bytes");
        }
        if (!bytes.exists()) {
            return;
        }
        long read = 0;
        long written = 0;
        text.load(bytes);
        while (text.nextLine()) {
            if (text.at("Total") || !devices.isCounted(text.word())) {
                continue;
            }
            switch (text.word()) {
                case "Read" -> read += text.number();
                case "Write" -> written += text.number();
                default -> {
                    // the same bytes in other parts
                }
            }
        }
        counters.put(ContainerCounter.READ_BYTES, read);
        counters.put(ContainerCounter.WRITE_BYTES, written);
    }

    @Override
    public Limits readLimits(String cgroup) throws IOException {
        return new Limits(cpuLimit(cgroup), memoryLimit(cgroup));
    }

    /** The quota is -1 without a limit. */
    private OptionalDouble cpuLimit(String cgroup) throws IOException {
        File quotaFile = controllers.file("cpu", cgroup, "cpu.cfs_quota_us");
        if (!quotaFile.exists()) {
            return OptionalDouble.empty();
        }
        double quota = firstNumber(quotaFile);
        double period = firstNumber(controllers.file("cpu", cgroup, "cpu.cfs_period_us"));
        return quota > 0 && period > 0 ? OptionalDouble.of(quota / period) : OptionalDouble.empty();
    }

    private OptionalLong memoryLimit(String cgroup) throws IOException {
        File file = controllers.file("memory", cgroup, "memory.limit_in_bytes");
        if (!file.exists()) {
            return OptionalLong.empty();
        }
        long bytes = firstNumber(file);
        return bytes < UNLIMITED_BYTES ? OptionalLong.of(bytes) : OptionalLong.empty();
    }

    private long firstNumber(File file) throws IOException {
        text.load(file).nextLine();
        return text.number();
    }
}
