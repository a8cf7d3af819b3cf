package io.hostpulse.agent.oshi;

import io.hostpulse.agent.read.Figures;
import io.hostpulse.agent.read.MemorySource;
import oshi.hardware.GlobalMemory;
import oshi.hardware.VirtualMemory;

/** Memory and swap as OSHI has them on every system: no cache, no buffers, no page faults. */
public final class OshiMemory implements MemorySource {

    private final GlobalMemory memory;

    public OshiMemory(GlobalMemory memory) {
        this.memory = memory;
    }

    @Override
    public Figures<MemoryFigure> read() {
        VirtualMemory virtual = memory.getVirtualMemory();
        long swapTotal = virtual.getSwapTotal();
        return new Figures<>(MemoryFigure.class)
                .put(MemoryFigure.TOTAL, memory.getTotal())
                .put(MemoryFigure.AVAILABLE, memory.getAvailable())
                .put(MemoryFigure.SWAP_TOTAL, swapTotal)
                .put(MemoryFigure.SWAP_FREE, swapTotal - virtual.getSwapUsed())
                .put(MemoryFigure.SWAP_IN_PAGES, virtual.getSwapPagesIn())
                .put(MemoryFigure.SWAP_OUT_PAGES, virtual.getSwapPagesOut());
    }
}
