package io.hostpulse.agent.linux;

import static org.assertj.core.api.Assertions.assertThat;

import io.hostpulse.agent.read.ContainerSource.ContainerCounter;
import io.hostpulse.agent.read.ContainerSource.ContainerFigures;
import io.hostpulse.agent.read.ContainerSource.ContainerGauge;
import io.hostpulse.agent.read.ContainerSource.ContainerIdentity;
import io.hostpulse.agent.read.ReadFailures;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LinuxContainersTest {

    private static final String ID = "0123456789abcdef".repeat(4);
    private static final String OTHER_ID = "fedcba9876543210".repeat(4);
    private static final String MOUNT = "sys/fs/cgroup/";
    private static final String WEB = MOUNT + "system.slice/docker-" + ID + ".scope/";

    private final ReadFailures failures = new ReadFailures();
    private long now;
    private FixtureHost host;

    @BeforeEach
    void setUp(@TempDir Path root) {
        host = new FixtureHost(root);
    }

    @Test
    void aHostWithoutCgroupsHasNoSource() throws IOException {
        host.makeDirectory("sys/fs/cgroup");

        assertThat(LinuxContainers.find(host.root(), failures, () -> now)).isEmpty();
    }

    @Test
    void useAndLimitsOfVersion2AreRead() throws IOException {
        writeVersion2();
        host.write(WEB + "cpu.max", "150000 100000\n").write(WEB + "memory.max", "1073741824\n");

        ContainerFigures web = readOne();

        assertThat(web.identity()).isEqualTo(new ContainerIdentity(ID, "", "", "docker"));
        assertThat(web.counters().get(ContainerCounter.CPU_MICROS)).hasValue(5_000_000);
        assertThat(web.counters().get(ContainerCounter.PERIODS)).hasValue(40);
        assertThat(web.counters().get(ContainerCounter.THROTTLED_PERIODS)).hasValue(10);
        assertThat(web.counters().get(ContainerCounter.READ_BYTES)).hasValue(1111);
        assertThat(web.counters().get(ContainerCounter.WRITE_BYTES)).hasValue(2222);
        assertThat(web.gauges().get(ContainerGauge.MEMORY_BYTES)).hasValue(9_000_000);
        assertThat(web.gauges().get(ContainerGauge.MEMORY_LIMIT_BYTES)).hasValue(1_073_741_824);
        assertThat(web.gauges().get(ContainerGauge.PROCESSES)).hasValue(7);
        assertThat(web.cpuLimitCores()).hasValue(1.5);
        assertThat(failures.count()).isZero();
    }

    @Test
    void aContainerCannotHideInACgroupThatIsNamedLikeAFile() throws IOException {
        writeVersion2();
        String hidden = MOUNT + "memory.slice/docker-" + OTHER_ID + ".scope/";
        host.write(hidden + "cpu.stat", "usage_usec 1\n");
        host.write(MOUNT + "odd\nname/lxc.payload.a\nb/cpu.stat", "usage_usec 1\n");

        assertThat(LinuxContainers.find(host.root(), failures, () -> now).orElseThrow().read())
                .extracting(container -> container.identity().id())
                .containsExactlyInAnyOrder(ID, OTHER_ID, "a\nb");
    }

    @Test
    void withoutLimitsTheyAreAbsent() throws IOException {
        writeVersion2();
        host.write(WEB + "cpu.max", "max 100000\n").write(WEB + "memory.max", "max\n");

        ContainerFigures web = readOne();

        assertThat(web.cpuLimitCores()).isEmpty();
        assertThat(web.gauges().get(ContainerGauge.MEMORY_LIMIT_BYTES)).isEmpty();
    }

    @Test
    void whatNoControllerAccountsForIsAbsent() throws IOException {
        host.write(MOUNT + "cgroup.controllers", "")
                .write(MOUNT + "cgroup.stat", "nr_descendants 2\n")
                .write(WEB + "cgroup.procs", "")
                .write(WEB + "cpu.stat", "usage_usec 5000000\n");

        ContainerFigures web = readOne();

        assertThat(web.counters().values())
                .containsOnlyKeys(ContainerCounter.CPU_MICROS)
                .containsEntry(ContainerCounter.CPU_MICROS, 5_000_000L);
        assertThat(web.gauges().values()).isEmpty();
        assertThat(failures.count()).isZero();
    }

    @Test
    void bytesThatPassThroughAVolumeAreCountedOnce() throws IOException {
        writeVersion2();
        host.write(WEB + "io.stat", "8:0 rbytes=10 wbytes=20\n254:0 rbytes=10 wbytes=20\n7:1 \n");
        host.makeDirectory("sys/dev/block/8:0/device").makeDirectory("sys/dev/block/254:0");

        ContainerFigures web = readOne();

        assertThat(web.counters().get(ContainerCounter.READ_BYTES)).hasValue(10);
        assertThat(web.counters().get(ContainerCounter.WRITE_BYTES)).hasValue(20);
    }

    @Test
    void useAndLimitsOfVersion1AreRead() throws IOException {
        writeVersion1();

        ContainerFigures web = readOne();

        assertThat(web.identity().id()).isEqualTo(ID);
        assertThat(web.identity().runtime()).isEqualTo("docker");
        assertThat(web.counters().get(ContainerCounter.CPU_MICROS)).hasValue(5_000_000);
        assertThat(web.counters().get(ContainerCounter.PERIODS)).hasValue(40);
        assertThat(web.counters().get(ContainerCounter.THROTTLED_PERIODS)).hasValue(10);
        assertThat(web.counters().get(ContainerCounter.READ_BYTES)).hasValue(30);
        assertThat(web.counters().get(ContainerCounter.WRITE_BYTES)).hasValue(40);
        assertThat(web.gauges().get(ContainerGauge.MEMORY_BYTES)).hasValue(9_000_000);
        assertThat(web.gauges().get(ContainerGauge.MEMORY_LIMIT_BYTES)).isEmpty();
        assertThat(web.gauges().get(ContainerGauge.PROCESSES)).hasValue(7);
        assertThat(web.cpuLimitCores()).hasValue(0.5);
    }

    @Test
    void withoutAQuotaVersion1HasNoCpuLimit() throws IOException {
        writeVersion1();
        host.write(MOUNT + "cpu,cpuacct/docker/" + ID + "/cpu.cfs_quota_us", "-1\n");
        host.write(MOUNT + "memory/docker/" + ID + "/memory.limit_in_bytes", "536870912\n");

        ContainerFigures web = readOne();

        assertThat(web.cpuLimitCores()).isEmpty();
        assertThat(web.gauges().get(ContainerGauge.MEMORY_LIMIT_BYTES)).hasValue(536_870_912);
    }

    @Test
    void containersAreFoundInTheDepthButNotWithinOneAnother() throws IOException {
        writeVersion2();
        host.write(WEB + "docker/" + OTHER_ID + "/cpu.stat", "usage_usec 1\n");
        host.write(
                MOUNT + "kubepods.slice/kubepods-pod1.slice/crio-" + OTHER_ID + ".scope/cpu.stat",
                "usage_usec 1\n");

        assertThat(source().read())
                .extracting(container -> container.identity().runtime())
                .containsExactlyInAnyOrder("docker", "cri-o");
    }

    @Test
    void aKernelThatDoesNotTellTheNumberOfCgroupsHasContainersToo() throws IOException {
        writeVersion2();
        host.delete(MOUNT + "cgroup.stat");

        assertThat(source().read()).hasSize(1);
        assertThat(failures.count()).isZero();
    }

    @Test
    void aNewContainerIsFoundWhenTheNumberOfCgroupsMoves() throws IOException {
        writeVersion2();
        LinuxContainers containers = source();
        containers.read();
        host.write(MOUNT + "docker/" + OTHER_ID + "/cpu.stat", "usage_usec 1\n");
        assertThat(containers.read()).hasSize(1);

        host.write(MOUNT + "cgroup.stat", "nr_descendants 4\n");

        assertThat(containers.read()).hasSize(2);
    }

    @Test
    void theTreeIsWalkedAgainAfterTenSecondsInAnyCase() throws IOException {
        writeVersion2();
        LinuxContainers containers = source();
        containers.read();
        host.write(MOUNT + "docker/" + OTHER_ID + "/cpu.stat", "usage_usec 1\n");

        now += Duration.ofSeconds(11).toNanos();

        assertThat(containers.read()).hasSize(2);
    }

    @Test
    void aContainerThatWentIsNoFailureAndHasAnotherGenerationWhenItIsBack() throws IOException {
        writeVersion2();
        LinuxContainers containers = source();
        long generation = containers.read().get(0).generation();
        Path directory = host.root().resolve(WEB);
        Path kept = Files.move(directory, host.root().resolve("kept"));

        assertThat(containers.read()).isEmpty();
        assertThat(failures.count()).isZero();

        writeVersion2();
        assertThat(containers.read()).extracting(ContainerFigures::generation).hasSize(1);
        assertThat(containers.read().get(0).generation()).isNotEqualTo(generation);
        assertThat(kept).exists();
    }

    @Test
    void aContainerThatCannotBeReadIsCountedAndLeavesTheOthersAlone() throws IOException {
        writeVersion2();
        host.write(MOUNT + "docker/" + OTHER_ID + "/cpu.stat", "usage_usec much\n");

        List<ContainerFigures> read = source().read();

        assertThat(read).extracting(container -> container.identity().id()).containsExactly(ID);
        assertThat(failures.count()).isEqualTo(1);
    }

    @Test
    void theNetworkIsThatOfAProcessInTheContainer() throws IOException {
        writeVersion2();
        host.write("proc/1/net/dev", netDev(1, 2));
        host.write("proc/4711/net/dev", netDev(3000, 4000));
        host.write(WEB + "cgroup.procs", "").write(WEB + "init/cgroup.procs", "4711\n4712\n");

        ContainerFigures web = readOne();

        assertThat(web.counters().get(ContainerCounter.IN_BYTES)).hasValue(3000);
        assertThat(web.counters().get(ContainerCounter.OUT_BYTES)).hasValue(4000);
    }

    @Test
    void aContainerInTheNetworkOfTheHostHasNoneOfItsOwn() throws IOException {
        writeVersion2();
        host.write("proc/1/net/dev", netDev(1, 2)).write(WEB + "cgroup.procs", "4711\n");
        host.makeDirectory("proc/4711/net");
        Files.createLink(host.proc().resolve("4711/net/dev"), host.proc().resolve("1/net/dev"));

        assertThat(readOne().counters().get(ContainerCounter.IN_BYTES)).isEmpty();
    }

    @Test
    void aProcessNumberThatWasGivenAwayIsNotTakenForTheContainer() throws IOException {
        writeVersion2();
        host.write("proc/1/net/dev", netDev(1, 2)).write("proc/4711/net/dev", netDev(3, 4));
        host.write("proc/4712/net/dev", netDev(5, 6)).write(WEB + "cgroup.procs", "4711\n");
        LinuxContainers containers = source();
        containers.read();
        Files.move(host.proc().resolve("4711"), host.root().resolve("ended"));
        host.write("proc/4711/net/dev", netDev(900, 900)).write(WEB + "cgroup.procs", "4712\n");

        ContainerFigures atOnce = containers.read().get(0);
        ContainerFigures after = containers.read().get(0);

        assertThat(atOnce.counters().get(ContainerCounter.IN_BYTES)).isEmpty();
        assertThat(after.counters().get(ContainerCounter.IN_BYTES)).hasValue(5);
    }

    private LinuxContainers source() {
        return LinuxContainers.find(host.root(), failures, () -> now).orElseThrow();
    }

    private ContainerFigures readOne() throws IOException {
        List<ContainerFigures> containers = source().read();
        assertThat(containers).hasSize(1);
        return containers.get(0);
    }

    private static String netDev(long in, long out) {
        return """
            Inter-|   Receive                                                |  Transmit
             face |bytes    packets errs drop fifo frame compressed multicast|bytes    packets
                lo:   77777  451357    0    0    0     0          0         0    77777  451357 0 0
              eth0: %8d       7    0    0    0     0          0         0 %8d       8 0 0
            """
                .formatted(in, out);
    }

    private void writeVersion2() throws IOException {
        host.write(MOUNT + "cgroup.controllers", "cpu io memory pids\n")
                .write(MOUNT + "cgroup.stat", "nr_descendants 2\nnr_dying_descendants 0\n")
                .write(WEB + "cgroup.procs", "")
                .write(
                        WEB + "cpu.stat",
                        """
                        usage_usec 5000000
                        user_usec 4000000
                        system_usec 1000000
                        nr_periods 40
                        nr_throttled 10
                        throttled_usec 77
                        """)
                .write(WEB + "memory.current", "10000000\n")
                .write(WEB + "memory.stat", "anon 5\nfile 6\ninactive_file 1000000\n")
                .write(
                        WEB + "io.stat",
                        """
                        8:0 rbytes=1000 wbytes=2000 rios=1 wios=2 dbytes=0 dios=0
                        8:16 rbytes=111 wbytes=222 rios=1 wios=2 dbytes=0 dios=0
                        """)
                .write(WEB + "pids.current", "7\n");
    }

    private void writeVersion1() throws IOException {
        String cpu = MOUNT + "cpu,cpuacct/docker/" + ID + "/";
        String memory = MOUNT + "memory/docker/" + ID + "/";
        String blkio = MOUNT + "blkio/docker/" + ID + "/";
        host.write("proc/cgroups", "#subsys_name\thierarchy\tnum_cgroups\tenabled\ncpu\t2\t3\t1\n")
                .write(cpu + "cgroup.procs", "")
                .write(cpu + "cpuacct.usage", "5000000999\n")
                .write(cpu + "cpu.stat", "nr_periods 40\nnr_throttled 10\nthrottled_time 77\n")
                .write(cpu + "cpu.cfs_quota_us", "50000\n")
                .write(cpu + "cpu.cfs_period_us", "100000\n")
                .write(memory + "memory.usage_in_bytes", "10000000\n")
                .write(memory + "memory.limit_in_bytes", "9223372036854771712\n")
                .write(memory + "memory.stat", "inactive_file 5\ntotal_inactive_file 1000000\n")
                .write(
                        blkio + "blkio.throttle.io_service_bytes",
                        "8:0 Read 30\n8:0 Write 40\n8:0 Sync 50\n8:0 Total 70\nTotal 70\n")
                .write(MOUNT + "pids/docker/" + ID + "/pids.current", "7\n");
    }
}
