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
 * Control groups of version 2, where all controllers share one tree; see <a
 * href="https://docs.kernel.org/admin-guide/cgroup-v2.html">cgroup-v2</a>. A controller that is not
 * enabled for a cgroup has no files there.
 */
final class CgroupV2 implements CgroupVersion {

    private final ProcText text = new ProcText();
    private final Path root;
    private final BlockDevices devices;

    CgroupV2(Path root, BlockDevices devices) {
        this.root = root;
        this.devices = devices;
    }

    @Override
    public Path root() {
        return root;
    }

    /** {@code nr_descendants 93}; kernels before 4.14 do not tell. */
    @Override
    public long count() throws IOException {
        File stat = new File(root.toFile(), "cgroup.stat");
        return stat.exists() && text.load(stat).nextLine() ? text.skip(1).number() : 0;
    }

    @Override
    public void readUse(
            String cgroup, Figures<ContainerCounter> counters, Figures<ContainerGauge> gauges)
            throws IOException {
        File directory = root.resolve(cgroup).toFile();
        readCpu(new File(directory, "cpu.stat"), counters);
        readMemory(directory, gauges);
        readIo(new File(directory, "io.stat"), counters);
        File processes = new File(directory, "pids.current");
        if (processes.exists()) {
            gauges.put(ContainerGauge.PROCESSES, firstNumber(processes));
        }
    }

    /** Has the CPU time even where the cpu controller is not enabled. */
    private void readCpu(File stat, Figures<ContainerCounter> counters) throws IOException {
        text.load(stat);
        while (text.nextLine()) {
            if (text.at("usage_usec ")) {
                counters.put(ContainerCounter.CPU_MICROS, text.skip(1).number());
            } else if (text.at("nr_periods ")) {
                counters.put(ContainerCounter.PERIODS, text.skip(1).number());
            } else if (text.at("nr_throttled ")) {
                counters.put(ContainerCounter.THROTTLED_PERIODS, text.skip(1).number());
            }
        }
    }

    private void readMemory(File directory, Figures<ContainerGauge> gauges) throws IOException {
        File current = new File(directory, "memory.current");
        if (!current.exists()) {
            return;
        }
        long bytes = firstNumber(current);
        text.load(new File(directory, "memory.stat"));
        while (text.nextLine()) {
            if (text.at("inactive_file ")) {
                long droppable = text.skip(1).number();
                gauges.put(ContainerGauge.MEMORY_BYTES, Math.max(0, bytes - droppable));
                return;
            }
        }
    }

    /** {@code 8:0 rbytes=1459200 wbytes=314773504 rios=192 wios=353 dbytes=0 dios=0}. */
    private void readIo(File stat, Figures<ContainerCounter> counters) throws IOException {
        if (!stat.exists()) {
            return;
        }
        long read = 0;
        long written = 0;
        text.load(stat);
        while (text.nextLine()) {
            if (!devices.isCounted(text.word())) {
                continue;
            }
            while (!text.atEndOfLine()) {
                String entry = text.word();
                if (entry.startsWith("rbytes=")) {
                    read += Long.parseLong(entry.substring("rbytes=".length()));
                } else if (entry.startsWith("wbytes=")) {
                    written += Long.parseLong(entry.substring("wbytes=".length()));
                }
            }
        }
        counters.put(ContainerCounter.READ_BYTES, read);
        counters.put(ContainerCounter.WRITE_BYTES, written);
    }

    @Override
    public Limits readLimits(String cgroup) throws IOException {
        Path directory = root.resolve(cgroup);
        return new Limits(
                cpuLimit(directory.resolve("cpu.max").toFile()),
                memoryLimit(directory.resolve("memory.max").toFile()));
    }

    /** Microseconds that may be used in a period, and the period: {@code 150000 100000}. */
    private OptionalDouble cpuLimit(File file) throws IOException {
        if (!startsWithNumber(file)) {
            return OptionalDouble.empty();
        }
        double quota = text.number();
        return OptionalDouble.of(quota / text.number());
    }

    private OptionalLong memoryLimit(File file) throws IOException {
        return startsWithNumber(file) ? OptionalLong.of(text.number()) : OptionalLong.empty();
    }

    /** Whether there is such a file and it does not say {@code max}; stands at the number then. */
    private boolean startsWithNumber(File file) throws IOException {
        return file.exists() && text.load(file).nextLine() && !text.at("max");
    }

    private long firstNumber(File file) throws IOException {
        text.load(file).nextLine();
        return text.number();
    }
}
