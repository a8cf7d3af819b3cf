package io.hostpulse.agent.read;

import java.io.IOException;

/** Memory, swap and paging of a host. */
public interface MemorySource {

    /** Sizes are in bytes; the last six are counters since boot. */
    enum MemoryFigure {
        TOTAL,
        FREE,
        AVAILABLE,
        CACHED,
        BUFFERS,
        SWAP_TOTAL,
        SWAP_FREE,
        SWAP_IN_PAGES,
        SWAP_OUT_PAGES,
        PAGE_FAULTS,
        MAJOR_PAGE_FAULTS,
        OOM_KILLS
    }

    /** What can be read now; the total at least. */
    Figures<MemoryFigure> read() throws IOException;
}
