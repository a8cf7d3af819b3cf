package io.hostpulse.agent.read;

import io.hostpulse.agent.read.ProcessorSource.CoreFigures;
import io.hostpulse.wire.proto.Core;
import io.hostpulse.wire.proto.HostSample;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Set;
import oshi.hardware.CentralProcessor.TickType;

/** CPU time of every core, as shares of the core's own time. */
public final class CoreReader implements GroupReader {

    private final ProcessorSource processor;
    private final Set<TickType> states;
    private final KeyedCounters<Integer, TickType> counters =
            new KeyedCounters<>(CpuTimes::counters);

    /**
     * @param states those that the operating system tells apart; the others are left out
     */
    public CoreReader(ProcessorSource processor, Set<TickType> states) {
        this.processor = processor;
        this.states = states;
    }

    @Override
    public String subject() {
        return "cores";
    }

    @Override
    public void read(Reading reading, HostSample.Builder sample) throws IOException {
        List<CoreFigures> online = processor.cores();
        Map<Integer, Long> frequencies = processor.frequencies();
        for (CoreFigures figures : online) {
            readCore(reading, figures, frequencies, sample);
        }
        counters.retain(online.stream().map(CoreFigures::id).toList());
        if (sample.getCoresCount() == 0) {
            throw new IOException("the operating system gives no CPU times of cores");
        }
    }

    private void readCore(
            Reading reading,
            CoreFigures figures,
            Map<Integer, Long> frequencies,
            HostSample.Builder sample) {
        Map<TickType, Long> milliseconds = CpuTimes.byState(figures.times(), states);
        CounterChange<TickType> change = counters.advance(figures.id(), reading, milliseconds);
        if (CpuTimes.sum(milliseconds) <= 0) {
            return;
        }
        Core.Builder core = sample.addCoresBuilder().setId(figures.id());
        long all = CpuTimes.sum(change.amounts());
        change.amounts().forEach((state, amount) -> setShare(core, state, amount, all));
        CpuTimes.busyShare(change, all).ifPresent(core::setTotalPct);
        Long hertz = frequencies.get(figures.id());
        if (hertz != null) {
            core.setFrequencyHz(hertz);
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
