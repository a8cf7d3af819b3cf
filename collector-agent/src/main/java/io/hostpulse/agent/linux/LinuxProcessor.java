package io.hostpulse.agent.linux;

import io.hostpulse.agent.read.ReadFailures;
import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.function.LongSupplier;
import oshi.hardware.common.platform.linux.LinuxCentralProcessor;

/**
 * The processor as OSHI has it, but what changes is read here: CPU times, context switches and
 * interrupts from one reading of /proc/stat, so that they agree, and frequencies from the files of
 * cpufreq, where there are none from /proc/cpuinfo. See proc_stat(5).
 */
public final class LinuxProcessor extends LinuxCentralProcessor {

    /** Longer than the groups of one sample take to ask, and shorter than any interval. */
    private static final long STAT_AGE_NANOS = Duration.ofMillis(100).toNanos();

    private static final long MILLIS_PER_SECOND = 1000;
    private static final long HERTZ_PER_KILOHERTZ = 1000;
    private static final double HERTZ_PER_MEGAHERTZ = 1e6;

    private final ProcText text = new ProcText();
    private final File stat;
    private final File cpuinfo;
    private final Path sysCpu;
    private final long ticksPerSecond;
    private final ReadFailures failures;
    private final LongSupplier nanoTime;
    private Stat latest;
    private long latestNanos;

    /** Times are in milliseconds, in the order of OSHI's states, which is the kernel's. */
    private static final class Stat {

        private final long[] all = newTimes();
        private final long[][] cores;
        private long contextSwitches;
        private long interrupts;

        Stat(int coreCount) {
            cores = new long[coreCount][];
            Arrays.setAll(cores, core -> newTimes());
        }

        private static long[] newTimes() {
            return new long[TickType.values().length];
        }
    }

    /**
     * @param ticksPerSecond unit of CPU times, {@code getconf CLK_TCK}
     * @param nanoTime the monotonic clock
     */
    public LinuxProcessor(
            Path proc,
            Path sys,
            long ticksPerSecond,
            ReadFailures failures,
            LongSupplier nanoTime) {
        super(ticksPerSecond);
        this.stat = proc.resolve("stat").toFile();
        this.cpuinfo = proc.resolve("cpuinfo").toFile();
        this.sysCpu = sys.resolve("devices/system/cpu");
        this.ticksPerSecond = ticksPerSecond;
        this.failures = failures;
        this.nanoTime = nanoTime;
    }

    @Override
    public long[] querySystemCpuLoadTicks() {
        return stat().all.clone();
    }

    @Override
    public long[][] queryProcessorCpuLoadTicks() {
        return Arrays.stream(stat().cores).map(long[]::clone).toArray(long[][]::new);
    }

    @Override
    public long queryContextSwitches() {
        return stat().contextSwitches;
    }

    @Override
    public long queryInterrupts() {
        return stat().interrupts;
    }

    /** In hertz, 0 where it is not told. */
    @Override
    public long[] queryCurrentFreq() {
        return failures.attempt("cpu frequency", this::readFrequencies)
                .orElseGet(() -> new long[getLogicalProcessorCount()]);
    }

    private long[] readFrequencies() throws IOException {
        long[] hertz = new long[getLogicalProcessorCount()];
        if (!readCpufreq(hertz)) {
            readCpuinfo(hertz);
        }
        return hertz;
    }

    /** Whether there is cpufreq; virtual machines have none. */
    private boolean readCpufreq(long[] hertz) throws IOException {
        List<LogicalProcessor> processors = getLogicalProcessors();
        boolean found = false;
        for (int i = 0; i < hertz.length; i++) {
            String name = "cpu" + processors.get(i).getProcessorNumber();
            File kilohertz = sysCpu.resolve(name).resolve("cpufreq/scaling_cur_freq").toFile();
            if (kilohertz.exists()) {
                text.load(kilohertz).nextLine();
                hertz[i] = text.number() * HERTZ_PER_KILOHERTZ;
                found = true;
            }
        }
        return found;
    }

    /** {@code cpu MHz : 2199.998}, once for every processor. */
    private void readCpuinfo(long[] hertz) throws IOException {
        text.load(cpuinfo);
        int processor = 0;
        while (processor < hertz.length && text.nextLine()) {
            if (text.at("cpu MHz")) {
                text.until(':');
                double megahertz = Double.parseDouble(text.word());
                hertz[processor++] = Math.round(megahertz * HERTZ_PER_MEGAHERTZ);
            }
        }
    }

    private Stat stat() {
        long now = nanoTime.getAsLong();
        if (latest == null || now - latestNanos > STAT_AGE_NANOS) {
            try {
                latest = readStat();
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
            latestNanos = now;
        }
        return latest;
    }

    private Stat readStat() throws IOException {
        Stat read = new Stat(getLogicalProcessorCount());
        int core = 0;
        text.load(stat);
        while (text.nextLine()) {
            if (text.at("cpu ")) {
                readTimes(read.all);
            } else if (text.at("cpu")) {
                if (core < read.cores.length) {
                    readTimes(read.cores[core++]);
                }
            } else if (text.at("intr ")) {
                // the first number is the sum of the others
                read.interrupts = text.skip(1).number();
            } else if (text.at("ctxt ")) {
                read.contextSwitches = text.skip(1).number();
            }
        }
        return read;
    }

    /** {@code cpu0 user nice system idle iowait irq softirq steal guest guest_nice}. */
    private void readTimes(long[] milliseconds) throws IOException {
        text.skip(1);
        for (int state = 0; state < milliseconds.length && !text.atEndOfLine(); state++) {
            milliseconds[state] = text.number() * MILLIS_PER_SECOND / ticksPerSecond;
        }
    }

    /** Nothing: without udev OSHI looks into /sys. */
    @Override
    protected List<String> enumerateCpuSyspathsViaUdev() {
        return null;
    }

    /** Nothing: OSHI reads /proc/loadavg then. */
    @Override
    protected int getloadavgNative(double[] averages, int count) {
        return -1;
    }
}
