package io.hostpulse.agent.read;

import io.hostpulse.wire.proto.Cpu;
import io.hostpulse.wire.proto.HostSample;
import java.io.IOException;
import java.util.Arrays;
import java.util.Map;
import java.util.Set;
import oshi.hardware.CentralProcessor;
import oshi.hardware.CentralProcessor.TickType;

/**
 * CPU time of the host. A state's share is its time divided by the time of all states, so that the
 * shares add up to 1.
 */
public final class CpuReader implements GroupReader {

    private final CentralProcessor processor;
    private final Set<TickType> states;
    private final Counters<TickType> total = CpuTimes.counters();

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
        Map<TickType, Long> milliseconds =
                CpuTimes.byState(processor.getSystemCpuLoadTicks(), states);
        if (CpuTimes.sum(milliseconds) <= 0) {
            throw new IOException("the operating system gives no CPU times");
        }
        int coreCount = processor.getLogicalProcessorCount();
        Cpu.Builder cpu = sample.getCpuBuilder().setCores(coreCount);
        milliseconds.forEach((state, value) -> setTime(cpu, state, value));
        shares(total.advance(reading, milliseconds), cpu, coreCount);
        Arrays.stream(processor.getCurrentFreq())
                .filter(hertz -> hertz > 0)
                .average()
                .ifPresent(hertz -> cpu.setFrequencyHz(Math.round(hertz)));
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
