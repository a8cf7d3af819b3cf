package io.hostpulse.agent.read;

import static io.hostpulse.agent.read.MemorySource.MemoryFigure.AVAILABLE;
import static io.hostpulse.agent.read.MemorySource.MemoryFigure.BUFFERS;
import static io.hostpulse.agent.read.MemorySource.MemoryFigure.CACHED;
import static io.hostpulse.agent.read.MemorySource.MemoryFigure.FREE;
import static io.hostpulse.agent.read.MemorySource.MemoryFigure.MAJOR_PAGE_FAULTS;
import static io.hostpulse.agent.read.MemorySource.MemoryFigure.OOM_KILLS;
import static io.hostpulse.agent.read.MemorySource.MemoryFigure.PAGE_FAULTS;
import static io.hostpulse.agent.read.MemorySource.MemoryFigure.SWAP_FREE;
import static io.hostpulse.agent.read.MemorySource.MemoryFigure.SWAP_IN_PAGES;
import static io.hostpulse.agent.read.MemorySource.MemoryFigure.SWAP_OUT_PAGES;
import static io.hostpulse.agent.read.MemorySource.MemoryFigure.SWAP_TOTAL;
import static io.hostpulse.agent.read.MemorySource.MemoryFigure.TOTAL;

import io.hostpulse.agent.read.MemorySource.MemoryFigure;
import io.hostpulse.wire.proto.HostSample;
import io.hostpulse.wire.proto.Memory;
import java.io.IOException;
import java.util.EnumMap;
import java.util.Map;
import java.util.OptionalLong;
import java.util.Set;

/** Memory, swap and paging. */
public final class MemoryReader implements GroupReader {

    private static final Set<MemoryFigure> COUNTERS =
            Set.of(SWAP_IN_PAGES, SWAP_OUT_PAGES, PAGE_FAULTS, MAJOR_PAGE_FAULTS);

    private final MemorySource source;
    private final Counters<MemoryFigure> counters = new Counters<>(MemoryFigure.class);

    public MemoryReader(MemorySource source) {
        this.source = source;
    }

    @Override
    public String subject() {
        return "memory";
    }

    @Override
    public void read(Reading reading, HostSample.Builder sample) throws IOException {
        Figures<MemoryFigure> figures = source.read();
        long total = figures.get(TOTAL).orElse(0);
        if (total <= 0) {
            throw new IOException("the operating system gives no size of the memory");
        }
        Memory.Builder memory = sample.getMemoryBuilder().setTotal(total);
        setMemory(figures, total, memory);
        setSwap(figures, memory);
        figures.get(OOM_KILLS).ifPresent(memory::setOomKills);
        CounterChange<MemoryFigure> change = counters.advance(reading, counted(figures));
        change.perSecond(SWAP_IN_PAGES).ifPresent(memory::setSwapInPagesPerSec);
        change.perSecond(SWAP_OUT_PAGES).ifPresent(memory::setSwapOutPagesPerSec);
        change.perSecond(PAGE_FAULTS).ifPresent(memory::setPageFaultsPerSec);
        change.perSecond(MAJOR_PAGE_FAULTS).ifPresent(memory::setMajorPageFaultsPerSec);
    }

    private static void setMemory(
            Figures<MemoryFigure> figures, long total, Memory.Builder memory) {
        figures.get(FREE)
                .ifPresent(
                        free -> {
                            memory.setFree(free).setUsedBytes(total - free);
                            Ratio.of(total - free, total).ifPresent(memory::setUsedPct);
                        });
        figures.get(AVAILABLE)
                .ifPresent(
                        available -> {
                            memory.setActualFree(available).setActualUsedBytes(total - available);
                            Ratio.of(total - available, total).ifPresent(memory::setActualUsedPct);
                        });
        figures.get(CACHED).ifPresent(memory::setCached);
        figures.get(BUFFERS).ifPresent(memory::setBuffers);
    }

    private static void setSwap(Figures<MemoryFigure> figures, Memory.Builder memory) {
        OptionalLong swapTotal = figures.get(SWAP_TOTAL);
        OptionalLong swapFree = figures.get(SWAP_FREE);
        swapTotal.ifPresent(memory::setSwapTotal);
        swapFree.ifPresent(memory::setSwapFree);
        if (swapTotal.isPresent() && swapFree.isPresent()) {
            long used = swapTotal.getAsLong() - swapFree.getAsLong();
            memory.setSwapUsedBytes(used);
            Ratio.of(used, swapTotal.getAsLong()).ifPresent(memory::setSwapUsedPct);
        }
        figures.get(SWAP_IN_PAGES).ifPresent(memory::setSwapInPages);
        figures.get(SWAP_OUT_PAGES).ifPresent(memory::setSwapOutPages);
    }

    private static Map<MemoryFigure, Long> counted(Figures<MemoryFigure> figures) {
        Map<MemoryFigure, Long> counted = new EnumMap<>(MemoryFigure.class);
        COUNTERS.forEach(name -> figures.get(name).ifPresent(value -> counted.put(name, value)));
        return counted;
    }
}
