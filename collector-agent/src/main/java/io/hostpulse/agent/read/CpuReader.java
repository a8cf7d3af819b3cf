package io.hostpulse.agent.read;

import static oshi.hardware.CentralProcessor.TickType.IDLE;
import static oshi.hardware.CentralProcessor.TickType.IOWAIT;
import static oshi.hardware.CentralProcessor.TickType.STEAL;

import io.hostpulse.wire.proto.Core;
import io.hostpulse.wire.proto.Cpu;
import io.hostpulse.wire.proto.HostSample;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.Set;
import oshi.hardware.CentralProcessor;
import oshi.hardware.CentralProcessor.TickType;

/**
 * CPU time of the host and of every core. A state's share is its time divided by the time of all
 * states, so that the shares add up to 1.
 */
public final class CpuReader implements GroupReader {

    /** See proc_stat(5): these are estimates, which the kernel corrects now and then. */
    private static final Set<TickType> MAY_STEP_BACK = Set.of(IDLE, IOWAIT, STEAL);

    private final CentralProcessor processor;
    private final Set<TickType> states;
    private final Counters<TickType> total = new Counters<>(TickType.class, MAY_STEP_BACK);
    private final List<Counters<TickType>> cores = new ArrayList<>();

    /**
     * @param states those that the operating system tells apart; the others are left out
     */
    public CpuReader(CentralProcessor processor, Set<TickType> states) {
        this.processor = processor;
        this.states = states;
    }

    @Override
    public String subject() {
        return "cpu";
    }

    @Override
    public void read(Reading reading, HostSample.Builder sample) throws IOException {
        Map<TickType, Long> milliseconds = byState(processor.getSystemCpuLoadTicks());
        long[][] coreTicks = processor.getProcessorCpuLoadTicks();
        if (sum(milliseconds) <= 0) {
            throw new IOException("the operating system gives no CPU times");
        }
        long[] frequencies = processor.getCurrentFreq();

        int coreCount = coreTicks.length;
        Cpu.Builder cpu = sample.getCpuBuilder().setCores(coreCount);
        milliseconds.forEach((state, value) -> setTime(cpu, state, value));
        shares(total.advance(reading, milliseconds), cpu, coreCount);
        Arrays.stream(frequencies)
                .filter(hertz -> hertz > 0)
                .average()
                .ifPresent(hertz -> cpu.setFrequencyHz(Math.round(hertz)));
        for (int i = 0; i < coreCount; i++) {
            readCore(reading, i, coreTicks[i], frequencies, sample);
        }
    }

    private void readCore(
            Reading reading,
            int index,
            long[] ticks,
            long[] frequencies,
            HostSample.Builder sample) {
        if (index == cores.size()) {
            cores.add(new Counters<>(TickType.class, MAY_STEP_BACK));
        }
        Map<TickType, Long> milliseconds = byState(ticks);
        CounterChange<TickType> change = cores.get(index).advance(reading, milliseconds);
        if (sum(milliseconds) <= 0) {
            return;
        }
        Core.Builder core =
                sample.addCoresBuilder()
                        .setId(processor.getLogicalProcessors().get(index).getProcessorNumber());
        long all = sum(change.amounts());
        change.amounts().forEach((state, amount) -> setShare(core, state, amount, all));
        busyShare(change, all).ifPresent(core::setTotalPct);
        if (index < frequencies.length && frequencies[index] > 0) {
            core.setFrequencyHz(frequencies[index]);
        }
    }

    private static void shares(CounterChange<TickType> change, Cpu.Builder cpu, int coreCount) {
        long all = sum(change.amounts());
        change.amounts().forEach((state, amount) -> setShare(cpu, state, amount, all, coreCount));
        busyShare(change, all)
                .ifPresent(share -> cpu.setTotalNormPct(share).setTotalPct(share * coreCount));
    }

    private static OptionalDouble busyShare(CounterChange<TickType> change, long all) {
        if (all <= 0) {
            return OptionalDouble.empty();
        }
        long idle = change.amount(IDLE).orElse(0) + change.amount(IOWAIT).orElse(0);
        return OptionalDouble.of((double) (all - idle) / all);
    }

    private Map<TickType, Long> byState(long[] ticks) {
        Map<TickType, Long> milliseconds = new EnumMap<>(TickType.class);
        for (TickType state : states) {
            milliseconds.put(state, ticks[state.getIndex()]);
        }
        return milliseconds;
    }

    private static long sum(Map<TickType, Long> values) {
        long sum = 0;
        for (long value : values.values()) {
            sum += value;
        }
        return sum;
    }

    private static void setTime(Cpu.Builder cpu, TickType state, long milliseconds) {
        switch (state) {
            case USER -> cpu.setUserMs(milliseconds);
            case NICE -> cpu.setNiceMs(milliseconds);
            case SYSTEM -> cpu.setSystemMs(milliseconds);
            case IDLE -> cpu.setIdleMs(milliseconds);
            case IOWAIT -> cpu.setIowaitMs(milliseconds);
            case IRQ -> cpu.setIrqMs(milliseconds);
            case SOFTIRQ -> cpu.setSoftirqMs(milliseconds);
            case STEAL -> cpu.setStealMs(milliseconds);
        }
    }

    private static void setShare(
            Cpu.Builder cpu, TickType state, long amount, long all, int coreCount) {
        if (all <= 0) {
            return;
        }
        double share = (double) amount / all;
        double ofOneCore = share * coreCount;
        switch (state) {
            case USER -> cpu.setUserNormPct(share).setUserPct(ofOneCore);
            case NICE -> cpu.setNiceNormPct(share).setNicePct(ofOneCore);
            case SYSTEM -> cpu.setSystemNormPct(share).setSystemPct(ofOneCore);
            case IDLE -> cpu.setIdleNormPct(share).setIdlePct(ofOneCore);
            case IOWAIT -> cpu.setIowaitNormPct(share).setIowaitPct(ofOneCore);
            case IRQ -> cpu.setIrqNormPct(share).setIrqPct(ofOneCore);
            case SOFTIRQ -> cpu.setSoftirqNormPct(share).setSoftirqPct(ofOneCore);
            case STEAL -> cpu.setStealNormPct(share).setStealPct(ofOneCore);
        }
    }

    private static void setShare(Core.Builder core, TickType state, long amount, long all) {
        if (all <= 0) {
            return;
        }
        double share = (double) amount / all;
        switch (state) {
            case USER -> core.setUserPct(share);
            case NICE -> core.setNicePct(share);
            case SYSTEM -> core.setSystemPct(share);
            case IDLE -> core.setIdlePct(share);
            case IOWAIT -> core.setIowaitPct(share);
            case IRQ -> core.setIrqPct(share);
            case SOFTIRQ -> core.setSoftirqPct(share);
            case STEAL -> core.setStealPct(share);
        }
    }
}
