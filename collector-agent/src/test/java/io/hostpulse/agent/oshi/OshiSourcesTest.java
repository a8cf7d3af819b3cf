package io.hostpulse.agent.oshi;

import static org.assertj.core.api.Assertions.assertThat;

import io.hostpulse.agent.read.DiskSource.DiskCounter;
import io.hostpulse.agent.read.Figures;
import io.hostpulse.agent.read.FilesystemFilter;
import io.hostpulse.agent.read.MemorySource.MemoryFigure;
import io.hostpulse.agent.read.NameFilter;
import io.hostpulse.agent.read.ProcessTable.ProcessFigures;
import io.hostpulse.agent.read.SocketSource.SocketFigure;
import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import oshi.SystemInfo;
import oshi.hardware.HardwareAbstractionLayer;
import oshi.software.os.OperatingSystem;

/** Reads the host that the test runs on through OSHI, as on systems that have no /proc. */
class OshiSourcesTest {

    private static final SystemInfo SYSTEM = new SystemInfo();
    private static final HardwareAbstractionLayer HARDWARE = SYSTEM.getHardware();
    private static final OperatingSystem OS = SYSTEM.getOperatingSystem();

    @Test
    void memoryIsTotalAvailableAndSwap() {
        Figures<MemoryFigure> figures = new OshiMemory(HARDWARE.getMemory()).read();

        long total = figures.get(MemoryFigure.TOTAL).orElseThrow();
        assertThat(total).isPositive();
        assertThat(figures.get(MemoryFigure.AVAILABLE).orElseThrow()).isBetween(1L, total);
        assertThat(figures.get(MemoryFigure.SWAP_FREE).orElseThrow())
                .isBetween(0L, figures.get(MemoryFigure.SWAP_TOTAL).orElseThrow());
        assertThat(figures.get(MemoryFigure.CACHED)).isEmpty();
    }

    @Test
    void disksHaveCountersAndNoTimesOfReadsApart() {
        assertThat(new OshiDisks(HARDWARE::getDiskStores, () -> NameFilter.DEFAULT).read())
                .allSatisfy(
                        disk -> {
                            assertThat(disk.name()).isNotBlank();
                            assertThat(disk.counters().get(DiskCounter.READ_BYTES)).isPresent();
                            assertThat(disk.counters().get(DiskCounter.READ_TIME_MS)).isEmpty();
                        });
    }

    @Test
    void filesystemsHoldWhatTheySay() {
        assertThat(
                        new OshiFilesystems(
                                        () -> OS.getFileSystem().getFileStores(true),
                                        () -> FilesystemFilter.DEFAULT)
                                .read())
                .isNotEmpty()
                .allSatisfy(
                        filesystem -> {
                            assertThat(filesystem.mountPoint()).isNotBlank();
                            assertThat(filesystem.total()).isPositive();
                            assertThat(filesystem.free()).isBetween(0L, filesystem.total());
                        });
    }

    @Test
    void retransmitsAreCounted() {
        Figures<SocketFigure> figures = new OshiSockets(OS.getInternetProtocolStats()).read();

        assertThat(figures.get(SocketFigure.TCP_RETRANSMITS).orElseThrow()).isNotNegative();
        assertThat(figures.get(SocketFigure.TCP_ESTABLISHED)).isEmpty();
    }

    @Test
    void thisProcessIsAmongTheProcesses() throws IOException {
        OshiProcesses processes = new OshiProcesses(OS);
        int ownPid = OS.getProcessId();

        ProcessFigures self =
                processes.list().stream()
                        .filter(process -> process.pid() == ownPid)
                        .findFirst()
                        .orElseThrow();

        assertThat(self.rssBytes()).isPositive();
        assertThat(self.threads()).isPositive();
        assertThat(processes.find(ownPid)).isPresent();
        assertThat(processes.details(self).orElseThrow().commandLine().orElseThrow())
                .contains("java");
    }

    @Test
    void statvfsKnowsInodes() throws IOException {
        var space = new NativeStatvfs().query(Path.of("").toAbsolutePath().toString());

        assertThat(space.total()).isPositive();
        assertThat(space.free()).isBetween(space.available(), space.total());
        assertThat(space.freeFiles()).isBetween(0L, space.files());
    }
}
