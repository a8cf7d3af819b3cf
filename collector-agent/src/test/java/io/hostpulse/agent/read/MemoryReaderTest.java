package io.hostpulse.agent.read;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.hostpulse.agent.read.MemorySource.MemoryFigure;
import io.hostpulse.wire.proto.Memory;
import java.io.IOException;
import org.junit.jupiter.api.Test;

class MemoryReaderTest {

    private Figures<MemoryFigure> figures = new Figures<>(MemoryFigure.class);
    private final MemoryReader reader = new MemoryReader(() -> figures);

    @Test
    void usedCountsTheCacheAndActualUsedDoesNot() throws IOException {
        figures.put(MemoryFigure.TOTAL, 1000)
                .put(MemoryFigure.FREE, 100)
                .put(MemoryFigure.AVAILABLE, 600)
                .put(MemoryFigure.CACHED, 450)
                .put(MemoryFigure.BUFFERS, 50);

        Memory memory = Readings.read(reader, 1).getMemory();

        assertThat(memory.getTotal()).isEqualTo(1000);
        assertThat(memory.getFree()).isEqualTo(100);
        assertThat(memory.getUsedBytes()).isEqualTo(900);
        assertThat(memory.getUsedPct()).isEqualTo(0.9);
        assertThat(memory.getActualFree()).isEqualTo(600);
        assertThat(memory.getActualUsedBytes()).isEqualTo(400);
        assertThat(memory.getActualUsedPct()).isEqualTo(0.4);
        assertThat(memory.getCached()).isEqualTo(450);
        assertThat(memory.getBuffers()).isEqualTo(50);
        assertThat(memory.hasSwapTotal()).isFalse();
    }

    @Test
    void swapAndPagingComeWithTheirRates() throws IOException {
        figures = swapping(10, 20, 1000, 3);
        Memory first = Readings.read(reader, 1).getMemory();
        figures = swapping(30, 20, 2000, 4);

        Memory second = Readings.read(reader, 2).getMemory();

        assertThat(first.hasSwapInPagesPerSec()).isFalse();
        assertThat(second.getSwapTotal()).isEqualTo(400);
        assertThat(second.getSwapFree()).isEqualTo(300);
        assertThat(second.getSwapUsedBytes()).isEqualTo(100);
        assertThat(second.getSwapUsedPct()).isEqualTo(0.25);
        assertThat(second.getSwapInPages()).isEqualTo(30);
        assertThat(second.getSwapInPagesPerSec()).isEqualTo(2);
        assertThat(second.getSwapOutPagesPerSec()).isZero();
        assertThat(second.getPageFaultsPerSec()).isEqualTo(100);
        assertThat(second.getMajorPageFaultsPerSec()).isEqualTo(0.1);
        assertThat(second.getOomKills()).isEqualTo(7);
    }

    @Test
    void aHostWithoutSwapHasNoShareOfIt() throws IOException {
        figures.put(MemoryFigure.TOTAL, 1)
                .put(MemoryFigure.SWAP_TOTAL, 0)
                .put(MemoryFigure.SWAP_FREE, 0);

        Memory memory = Readings.read(reader, 1).getMemory();

        assertThat(memory.getSwapTotal()).isZero();
        assertThat(memory.hasSwapTotal()).isTrue();
        assertThat(memory.hasSwapUsedPct()).isFalse();
    }

    @Test
    void withoutTheTotalThereIsNothing() {
        assertThatThrownBy(() -> Readings.read(reader, 1)).isInstanceOf(IOException.class);
    }

    private static Figures<MemoryFigure> swapping(long in, long out, long faults, long major) {
        return new Figures<>(MemoryFigure.class)
                .put(MemoryFigure.TOTAL, 1000)
                .put(MemoryFigure.SWAP_TOTAL, 400)
                .put(MemoryFigure.SWAP_FREE, 300)
                .put(MemoryFigure.SWAP_IN_PAGES, in)
                .put(MemoryFigure.SWAP_OUT_PAGES, out)
                .put(MemoryFigure.PAGE_FAULTS, faults)
                .put(MemoryFigure.MAJOR_PAGE_FAULTS, major)
                .put(MemoryFigure.OOM_KILLS, 7);
    }
}
