package io.hostpulse.agent.linux;

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
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.hostpulse.agent.read.Figures;
import io.hostpulse.agent.read.MemorySource.MemoryFigure;
import io.hostpulse.agent.read.ReadFailures;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LinuxMemoryTest {

    private static final long KIB = 1024;

    private final ReadFailures failures = new ReadFailures();
    private FixtureHost host;
    private LinuxMemory memory;

    @BeforeEach
    void setUp(@TempDir Path root) throws IOException {
        host = new FixtureHost(root);
        host.write(
                "proc/meminfo",
                """
                MemTotal:       24684096 kB
                MemFree:        20000000 kB
                MemAvailable:   23000000 kB
                Buffers:            1408 kB
                Cached:           114220 kB
                SwapCached:            9 kB
                SwapTotal:       2000000 kB
                SwapFree:        1500000 kB
                """);
        host.write(
                "proc/vmstat",
                """
                nr_free_pages 1112813
                pgpgin 1285449
                pswpin 11
                pswpout 22
                pgfault 1524105
                pgmajfault 637
                oom_kill 2
                """);
        memory = new LinuxMemory(host.proc(), failures);
    }

    @Test
    void allFiguresAreRead() throws IOException {
        assertThat(memory.read().values())
                .isEqualTo(
                        Map.ofEntries(
                                Map.entry(TOTAL, 24684096 * KIB),
                                Map.entry(FREE, 20000000 * KIB),
                                Map.entry(AVAILABLE, 23000000 * KIB),
                                Map.entry(BUFFERS, 1408 * KIB),
                                Map.entry(CACHED, 114220 * KIB),
                                Map.entry(SWAP_TOTAL, 2000000 * KIB),
                                Map.entry(SWAP_FREE, 1500000 * KIB),
                                Map.entry(SWAP_IN_PAGES, 11L),
                                Map.entry(SWAP_OUT_PAGES, 22L),
                                Map.entry(PAGE_FAULTS, 1524105L),
                                Map.entry(MAJOR_PAGE_FAULTS, 637L),
                                Map.entry(OOM_KILLS, 2L)));
    }

    @Test
    void anOldKernelSaysNotWhatIsAvailable() throws IOException {
        host.write("proc/meminfo", "MemTotal: 100 kB\nMemFree: 50 kB\n");

        Figures<MemoryFigure> figures = memory.read();

        assertThat(figures.get(FREE)).hasValue(50 * KIB);
        assertThat(figures.get(AVAILABLE)).isEmpty();
    }

    @Test
    void withoutPagingTheRestIsReadAndTheFailureCounted() throws IOException {
        host.delete("proc/vmstat");

        Figures<MemoryFigure> figures = memory.read();

        assertThat(figures.get(TOTAL)).isPresent();
        assertThat(figures.get(PAGE_FAULTS)).isEmpty();
        assertThat(failures.count()).isEqualTo(1);
    }

    @Test
    void withoutMeminfoThereIsNothing() throws IOException {
        host.delete("proc/meminfo");

        assertThatThrownBy(memory::read).isInstanceOf(IOException.class);
    }
}
