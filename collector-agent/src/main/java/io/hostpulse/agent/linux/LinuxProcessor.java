package io.hostpulse.agent.linux;

import io.hostpulse.agent.read.ProcessorSource;
import io.hostpulse.agent.read.ReadFailures;
import java.io.File;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.LongSupplier;
import oshi.hardware.CentralProcessor.TickType;

/**
 * Processors from /proc: CPU times, context switches and interrupts from one reading of stat, so
 * that they agree, and frequencies from the files of cpufreq, where there are none from cpuinfo. A
 * processor is known by the number in its name: one that goes offline leaves a gap in the list. See
 * proc_stat(5).
 */
public final class LinuxProcessor implements ProcessorSource {

    /** Longer than the groups of one sample take to ask, and shorter than any interval. */
    private static final long MAX_AGE_NANOS = Duration.ofMillis(100).toNanos();

    private static final int STATES = TickType.values().length;
    private static final long MILLIS_PER_SECOND = 1000;
    private static final long HERTZ_PER_KILOHERTZ = 1000;
    private static final double HERTZ_PER_MEGAHERTZ = 1e6;

    private final ProcText text = new ProcText();
    private final File stat;
    private final File loadavg;
    private final File cpuinfo;
    private final File sysCpu;
    private final long ticksPerSecond;
    private final ReadFailures failures;
    private final LongSupplier nanoTime;
    private final Kept<Stat> keptStat = new Kept<>();
    private final Kept<Map<Integer, Long>> keptFrequencies = new Kept<>();

    /** Times are in milliseconds, in the order of OSHI's states, which is the kernel's. */
    private static final class Stat {

        private final long[] all = new long[STATES];
        private final List<CoreFigures> cores = new ArrayList<>();
        private long contextSwitches;
        private long interrupts;
    }

    /** What was read a moment ago. */
    private final class Kept<T> {

        private T value;
        private long readNanos;

        T get(ReadFailures.Source<T> source) throws IOException {
            long now = nanoTime.getAsLong();
            if (value == null || now - readNanos > MAX_AGE_NANOS) {
                value = source.read();
                readNanos = now;
            }
            return value;
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
        this.stat = proc.resolve("stat").toFile();
        this.loadavg = proc.resolve("loadavg").toFile();
        this.cpuinfo = proc.resolve("cpuinfo").toFile();
        this.sysCpu = sys.resolve("devices/system/cpu").toFile();
        this.ticksPerSecond = ticksPerSecond;
        this.failures = failures;
        this.nanoTime = nanoTime;
    }

    @Override
    public long[] times() throws IOException {
        return stat().all;
    }

    @Override
    public List<CoreFigures> cores() throws IOException {
        return stat().cores;
    }

    @Override
    public long contextSwitches() throws IOException {
        return stat().contextSwitches;
    }

    @Override
    public long interrupts() throws IOException {
        return stat().interrupts;
    }

    /** {@code 0.42 0.36 0.31 1/123 4567}. */
    @Override
    public double[] loadAverages() throws IOException {
        text.load(loadavg).nextLine();
        double[] averages = new double[3];
        for (int i = 0; i < averages.length; i++) {
            averages[i] = text.decimal();
        }
        return averages;
    }

    @Override
    public Map<Integer, Long> frequencies() throws IOException {
        List<CoreFigures> online = stat().cores;
        return keptFrequencies.get(
                () ->
                        failures.attempt("cpu frequency", () -> readFrequencies(online))
                                .orElse(Map.of()));
    }

    private Map<Integer, Long> readFrequencies(List<CoreFigures> online) throws IOException {
        Map<Integer, Long> hertz = new HashMap<>();
        readCpufreq(online, hertz);
        // virtual machines have no cpufreq
        if (hertz.isEmpty()) {
            readCpuinfo(hertz);
        }
        return hertz;
    }

    private void readCpufreq(List<CoreFigures> online, Map<Integer, Long> hertz)
            throws IOException {
        for (CoreFigures core : online) {
            File kilohertz = new File(sysCpu, "cpu" + core.id() + "/cpufreq/scaling_cur_freq");
            if (kilohertz.exists()) {
                text.load(kilohertz).nextLine();
                hertz.put(core.id(), text.number() * HERTZ_PER_KILOHERTZ);
            }
        }
    }

    /** {@code processor : 3}, then among other lines {@code cpu MHz : 2199.998}. */
    private void readCpuinfo(Map<Integer, Long> hertz) throws IOException {
        text.load(cpuinfo);
        int id = -1;
        while (text.nextLine()) {
            if (text.at("processor")) {
                text.until(':');
                id = (int) text.number();
            } else if (text.at("cpu MHz")) {
                text.until(':');
                hertz.put(id, Math.round(text.decimal() * HERTZ_PER_MEGAHERTZ));
            }
        }
    }

    private Stat stat() throws IOException {
        return keptStat.get(this::readStat);
    }

    private Stat readStat() throws IOException {
        Stat read = new Stat();
        text.load(stat);
        while (text.nextLine()) {
            if (text.at("cpu ")) {
                readTimes(text.skip(1), read.all);
            } else if (text.at("cpu")) {
                CoreFigures core =
                        new CoreFigures((int) text.past("cpu").number(), new long[STATES]);
                readTimes(text, core.times());
                read.cores.add(core);
            } else if (text.at("intr ")) {
                // the first number is the sum of the others
                read.interrupts = text.skip(1).number();
            } else if (text.at("ctxt ")) {
                read.contextSwitches = text.skip(1).number();
            }
        }
        if (read.cores.isEmpty()) {
            throw new IOException(stat + " lists no processor");
        }
        return read;
    }

    /** {@code cpu0 user nice system idle iowait irq softirq steal guest guest_nice}. */
    private void readTimes(ProcText line, long[] milliseconds) throws IOException {
        for (int state = 0; state < milliseconds.length && !line.atEndOfLine(); state++) {
            milliseconds[state] = line.number() * MILLIS_PER_SECOND / ticksPerSecond;
        }
    }
}
