package io.hostpulse.agent.linux;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.abort;

import io.hostpulse.agent.read.ContainerSource.ContainerCounter;
import io.hostpulse.agent.read.ContainerSource.ContainerFigures;
import io.hostpulse.agent.read.ContainerSource.ContainerGauge;
import io.hostpulse.agent.read.Figures;
import io.hostpulse.agent.read.ReadFailures;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Makes cgroups of its own on the kernel that the test runs on, with busy processes in them. */
class RealCgroupTest {

    private static final String ID = "feedface".repeat(8);
    private static final String NAME = "docker-" + ID + ".scope";
    private static final Path PROC = Path.of("/proc");
    private static final Path SYS = Path.of("/sys");
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    private final List<Path> made = new ArrayList<>();
    private final List<Process> started = new ArrayList<>();
    private final ReadFailures failures = new ReadFailures();

    @AfterEach
    void removeCgroups() throws InterruptedException {
        for (Process process : started) {
            process.destroyForcibly().waitFor();
        }
        for (Path cgroup : made) {
            // the kernel lets a process go a little after its end
            Awaitility.await().atMost(PATIENCE).ignoreExceptions().until(() -> remove(cgroup));
        }
    }

    @Test
    void aCgroupOfVersion2IsFoundAndItsCpuTimeGrows() throws IOException {
        Path root = rootOfVersion2();
        makeCgroup(root.resolve(NAME));
        putBusyProcess();
        CgroupV2 version = new CgroupV2(root, new BlockDevices(SYS, System::nanoTime));

        assertThat(new Cgroups(root).find())
                .filteredOn(found -> found.container().id().equals(ID))
                .extracting(Cgroups.ContainerCgroup::cgroup)
                .containsExactly(NAME);
        assertThat(version.count()).isPositive();
        Awaitility.await().atMost(PATIENCE).until(() -> cpuMicros(version) > 50_000);
        assertThat(version.readLimits(NAME).memoryBytes()).isEmpty();
    }

    @Test
    void aContainerOfThisHostIsReadAsAWhole() throws IOException {
        makeContainer();
        putBusyProcess();
        LinuxContainers containers =
                LinuxContainers.find(Path.of("/"), failures, System::nanoTime).orElseThrow();

        Awaitility.await()
                .atMost(PATIENCE)
                .until(
                        () ->
                                find(containers)
                                                .counters()
                                                .get(ContainerCounter.CPU_MICROS)
                                                .orElse(0)
                                        > 50_000);

        ContainerFigures container = find(containers);
        assertThat(container.identity().runtime()).isEqualTo("docker");
        assertThat(container.gauges().get(ContainerGauge.PROCESSES).orElse(1)).isPositive();
        assertThat(container.gauges().get(ContainerGauge.MEMORY_LIMIT_BYTES)).isEmpty();
        assertThat(container.cpuLimitCores()).isEmpty();
        // the process is in the network of the host
        assertThat(container.counters().get(ContainerCounter.IN_BYTES)).isEmpty();
        assertThat(failures.count()).isZero();
    }

    @Test
    void aNetworkOfItsOwnIsRead() throws IOException, InterruptedException {
        if (!canUnshareNetwork()) {
            abort("a network namespace cannot be made here; that needs root and unshare(1)");
        }
        makeContainer();
        put(new ProcessBuilder("unshare", "-n", "sleep", "60"));
        LinuxContainers containers =
                LinuxContainers.find(Path.of("/"), failures, System::nanoTime).orElseThrow();

        Awaitility.await()
                .atMost(PATIENCE)
                .until(
                        () ->
                                find(containers)
                                        .counters()
                                        .get(ContainerCounter.IN_BYTES)
                                        .isPresent());
    }

    private ContainerFigures find(LinuxContainers containers) throws IOException {
        return containers.read().stream()
                .filter(container -> container.identity().id().equals(ID))
                .findFirst()
                .orElseThrow();
    }

    private static long cpuMicros(CgroupV2 version) throws IOException {
        Figures<ContainerCounter> counters = new Figures<>(ContainerCounter.class);
        version.readUse(NAME, counters, new Figures<>(ContainerGauge.class));
        return counters.get(ContainerCounter.CPU_MICROS).orElseThrow();
    }

    /** Where version 2 is mounted: alone, or beside the controllers of version 1. */
    private static Path rootOfVersion2() {
        for (String mount : List.of("fs/cgroup", "fs/cgroup/unified")) {
            if (Files.exists(SYS.resolve(mount).resolve("cgroup.controllers"))) {
                return SYS.resolve(mount);
            }
        }
        return abort("cgroups of version 2 are not mounted here");
    }

    /** A container's cgroup in every tree of the version that the host uses. */
    private void makeContainer() {
        Optional<CgroupVersion> version = Cgroups.version(SYS, PROC, System::nanoTime);
        if (version.isEmpty()) {
            abort("there are no cgroups here");
        }
        if (version.get() instanceof CgroupV2) {
            makeCgroup(version.get().root().resolve(NAME));
            return;
        }
        CgroupControllers controllers = new CgroupControllers(SYS.resolve("fs/cgroup"));
        for (String controller : List.of("cpuacct", "memory", "cpu", "blkio", "pids")) {
            Path tree = controllers.file(controller, "", "tasks").toPath().getParent();
            if (Files.exists(tree) && !Files.exists(tree.resolve(NAME))) {
                makeCgroup(tree.resolve(NAME));
            }
        }
    }

    private void makeCgroup(Path cgroup) {
        try {
            Files.createDirectory(cgroup);
            made.add(cgroup);
        } catch (IOException e) {
            abort("a cgroup cannot be made here, that needs root: " + e);
        }
    }

    private void putBusyProcess() throws IOException {
        put(new ProcessBuilder("sh", "-c", "ulimit -t 60; while :; do :; done"));
    }

    private void put(ProcessBuilder builder) throws IOException {
        Process process = builder.start();
        started.add(process);
        for (Path cgroup : made) {
            Files.writeString(cgroup.resolve("cgroup.procs"), Long.toString(process.pid()));
        }
    }

    private static boolean canUnshareNetwork() throws InterruptedException {
        try {
            return new ProcessBuilder("unshare", "-n", "true").start().waitFor() == 0;
        } catch (IOException notInstalled) {
            return false;
        }
    }

    private static boolean remove(Path cgroup) throws IOException {
        Files.deleteIfExists(cgroup);
        return true;
    }
}
