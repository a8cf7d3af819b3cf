package io.hostpulse.agent.read;

import io.hostpulse.wire.proto.Core;
import io.hostpulse.wire.proto.HostSample;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import oshi.hardware.CentralProcessor;
import oshi.hardware.CentralProcessor.TickType;

/** CPU time of every core, as shares of the core's own time. */
public final class CoreReader implements GroupReader {

    private final CentralProcessor processor;
    private final Set<TickType> states;
    private final List<Counters<TickType>> cores = new ArrayList<>();

    /**
     * @param states those that the operating system tells apart; the others are left out
     */
    public CoreReader(CentralProcessor processor, Set<TickType> states) {
        this.processor = processor;
        this.states = states;
    }

    @Override
    public String subject() {
        return "cores";
    }

    @Override
    public void read(Reading reading, HostSample.Builder sample) throws IOException {
        long[][] ticks = processor.getProcessorCpuLoadTicks();
        long[] frequencies = processor.getCurrentFreq();
        for (int i = 0; i < ticks.length; i++) {
            readCore(reading, i, ticks[i], frequencies, sample);
        }
        if (sample.getCoresCount() == 0) {
            throw new IOException("the operating system gives no CPU times of cores");
        }
    }

    private void readCore(
            Reading reading,
            int index,
            long[] ticks,
            long[] frequencies,
            HostSample.Builder sample) {
        if (index == cores.size()) {
            cores.add(CpuTimes.counters());
        }
        Map<TickType, Long> milliseconds = CpuTimes.byState(ticks, states);
        CounterChange<TickType> change = cores.get(index).advance(reading, milliseconds);
        if (CpuTimes.sum(milliseconds) <= 0) {
            return;
        }
        Core.Builder core =
                sample.addCoresBuilder()
                        .setId(processor.getLogicalProcessors().get(index).getProcessorNumber());
        long all = CpuTimes.sum(change.amounts());
        change.amounts().forEach((state, amount) -> setShare(core, state, amount, all));
        CpuTimes.busyShare(change, all).ifPresent(core::setTotalPct);
        if (index < frequencies.length && frequencies[index] > 0) {
            core.setFrequencyHz(frequencies[index]);
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
