package io.hostpulse.agent.read;

import io.hostpulse.agent.read.ProcessorSource.CoreFigures;
import io.hostpulse.wire.proto.Cpu;
import io.hostpulse.wire.proto.HostSample;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Set;
import oshi.hardware.CentralProcessor.TickType;

/**
 * CPU time of the host. A state's share is its time divided by the time of all states, so that the
 * shares add up to 1. Both are of the cores that were online in this reading and in the one before:
 * what the kernel adds up over all cores leaps when one of them comes or goes.
 */
public final class CpuReader implements GroupReader {

    private final ProcessorSource processor;
    private final Set<TickType> states;
    private final KeyedCounters<Integer, TickType> cores = new KeyedCounters<>(CpuTimes::counters);

    /**
     * @param states those that the operating system tells apart; the others are left out
     */
    public CpuReader(ProcessorSource processor, Set<TickType> states) {
        this.processor = processor;
        this.states = states;
    }

    @Override
    public String subject() {
        return "cpu";
    }

    @Override
    public void read(Reading reading, HostSample.Builder sample) throws IOException {
        Map<TickType, Long> milliseconds = CpuTimes.byState(processor.times(), states);
        if (CpuTimes.sum(milliseconds) <= 0) {
            throw new IOException("the operating system gives no CPU times");
        }
        List<CoreFigures> online = processor.cores();
        Cpu.Builder cpu = sample.getCpuBuilder().setCores(online.size());
        milliseconds.forEach((state, value) -> setTime(cpu, state, value));
        shares(change(reading, online), cpu, online.size());
        processor.frequencies().values().stream()
                .mapToLong(hertz -> hertz)
                .average()
                .ifPresent(hertz -> cpu.setFrequencyHz(Math.round(hertz)));
    }

    private CounterChange<TickType> change(Reading reading, List<CoreFigures> online) {
        CounterSum<TickType> sum = new CounterSum<>(TickType.class);
        for (CoreFigures core : online) {
            sum.add(cores.advance(core.id(), reading, CpuTimes.byState(core.times(), states)));
        }
        cores.retain(online.stream().map(CoreFigures::id).toList());
        return sum.total(reading);
    }

    private static void shares(CounterChange<TickType> change, Cpu.Builder cpu, int coreCount) {
        long all = CpuTimes.sum(change.amounts());
        change.amounts().forEach((state, amount) -> setShare(cpu, state, amount, all, coreCount));
        CpuTimes.busyShare(change, all)
                .ifPresent(share -> cpu.setTotalNormPct(share).setTotalPct(share * coreCount));
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
}
