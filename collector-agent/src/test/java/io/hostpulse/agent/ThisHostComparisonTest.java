package io.hostpulse.agent;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static org.assertj.core.api.Assumptions.assumeThat;
import static org.junit.jupiter.api.Assumptions.abort;

import io.hostpulse.agent.read.AgentVitals;
import io.hostpulse.agent.read.ReadFailures;
import io.hostpulse.wire.proto.AgentIdentity;
import io.hostpulse.wire.proto.Cpu;
import io.hostpulse.wire.proto.Disk;
import io.hostpulse.wire.proto.Filesystem;
import io.hostpulse.wire.proto.HostSample;
import io.hostpulse.wire.proto.Memory;
import io.hostpulse.wire.proto.NetworkInterface;
import io.hostpulse.wire.proto.Sockets;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Compares samples of the host that the test runs on with what the kernel and the usual programs
 * say. Counters must lie between what was read before and after the sample; what goes up and down
 * may differ by what a busy host changes in a moment.
 */
class ThisHostComparisonTest {

    private static final long MEBIBYTE = 1 << 20;

    /** Sockets and processes that come and go while two programs look. */
    private static final int MOVEMENT = 60;

    @TempDir Path directory;

    private HostSampler sampler;

    /** OSHI keeps CPU times for some tenths of a second, so that a sample may have the first's. */
    private List<String> firstStat;

    @BeforeEach
    void setUp() throws IOException {
        assumeThat(Path.of("/proc/self/stat")).as("this is Linux").exists();
        ReadFailures failures = new ReadFailures();
        AgentConfig config =
                TestConfig.of(
                                "--interval", "1s",
                                "--host-id", "test-host",
                                "--state-dir", directory.toString())
                        .withEveryGroupDue();
        sampler =
                new HostSampler(
                        AgentIdentity.getDefaultInstance(),
                        HostReaders.ofThisHost(
                                new HostReaders.Settings(
                                        () -> config, "test-host", AgentVitals.idle(), failures)),
                        () -> config,
                        failures,
                        Clock.systemUTC(),
                        System::nanoTime);
        firstStat = kernel("stat");
        // some values need a reading before
        sampler.sample();
    }

    @Test
    void memoryIsThatOfFree() throws IOException, InterruptedException {
        List<String> lines = run("free", "-b");
        Memory memory = sampler.sample().getMemory();

        String[] ram = words(find(lines, "Mem:"));
        String[] swap = words(find(lines, "Swap:"));
        Offset<Long> moved = within(memory.getTotal() / 10);
        assertThat(memory.getTotal()).isEqualTo(number(ram[1]));
        assertThat(memory.getFree()).isCloseTo(number(ram[3]), moved);
        assertThat(memory.getCached() + memory.getBuffers()).isCloseTo(number(ram[5]), moved);
        assertThat(memory.getActualFree()).isCloseTo(number(ram[6]), moved);
        assertThat(memory.getSwapTotal()).isEqualTo(number(swap[1]));
        assertThat(memory.getSwapUsedBytes()).isCloseTo(number(swap[2]), moved);
    }

    @Test
    void filesystemsAreThoseOfDf() throws IOException, InterruptedException {
        List<Filesystem> filesystems = sampler.sample().getFilesystemsList();
        assertThat(filesystems).isNotEmpty();
        for (Filesystem filesystem : filesystems) {
            List<String> lines =
                    run(
                            "df",
                            "-B1",
                            "--output=source,size,used,avail,itotal,iavail",
                            filesystem.getMountPoint());
            String[] columns = words(lines.get(1));

            Offset<Long> moved = within(filesystem.getTotal() / 100 + 256 * MEBIBYTE);
            assertThat(filesystem.getDeviceName()).isEqualTo(columns[0]);
            assertThat(filesystem.getTotal()).isEqualTo(number(columns[1]));
            assertThat(filesystem.getUsedBytes()).isCloseTo(number(columns[2]), moved);
            assertThat(filesystem.getAvailable()).isCloseTo(number(columns[3]), moved);
            if (filesystem.hasFiles()) {
                assertThat(filesystem.getFiles()).isEqualTo(number(columns[4]));
                assertThat(filesystem.getFreeFiles())
                        .isCloseTo(
                                number(columns[5]), within(filesystem.getFiles() / 100 + 10_000));
            }
        }
    }

    @Test
    void tcpStatesAreThoseOfSs() throws IOException, InterruptedException {
        List<String> lines = run("ss", "-tanH");
        Sockets sockets = sampler.sample().getSockets();

        Offset<Long> moved = within((long) MOVEMENT);
        assertThat(sockets.hasTcpEstablished()).isTrue();
        assertThat(sockets.getTcpEstablished()).isCloseTo(count(lines, "ESTAB"), moved);
        assertThat(sockets.getTcpListening()).isCloseTo(count(lines, "LISTEN"), moved);
        assertThat(sockets.getTcpTimeWait()).isCloseTo(count(lines, "TIME-WAIT"), moved);
        assertThat(sockets.getTcpCloseWait()).isCloseTo(count(lines, "CLOSE-WAIT"), moved);
        assertThat(sockets.getTcpFinWait2()).isCloseTo(count(lines, "FIN-WAIT-2"), moved);
        assertThat(sockets.getTcpSynSent()).isCloseTo(count(lines, "SYN-SENT"), moved);
        assertThat(sockets.getTcpCount()).isCloseTo((long) lines.size(), moved);
    }

    @Test
    void udpSocketsAreThoseOfSs() throws IOException, InterruptedException {
        List<String> lines = run("ss", "-uanH");

        assertThat(sampler.sample().getSockets().getUdpCount())
                .isCloseTo((long) lines.size(), within((long) MOVEMENT));
    }

    @Test
    void processesAreThoseOfPs() throws IOException, InterruptedException {
        List<String> lines = run("ps", "-e", "-o", "stat=");

        assertThat(sampler.sample().getProcessSummary().getTotal())
                .isCloseTo((long) lines.size(), within((long) MOVEMENT));
    }

    @Test
    void cpuTimesLieBetweenThoseOfTheKernelBeforeAndAfter() throws IOException {
        String[] before = words(find(firstStat, "cpu "));
        HostSample sample = sampler.sample();
        String[] after = words(find(kernel("stat"), "cpu "));

        // the kernel counts in hundredths of a second
        Cpu cpu = sample.getCpu();
        assertBetween(before[1], cpu.getUserMs() / 10, after[1]);
        assertBetween(before[3], cpu.getSystemMs() / 10, after[3]);
        assertBetween(before[4], cpu.getIdleMs() / 10, after[4]);
        assertThat(cpu.getCores())
                .isEqualTo(
                        kernel("stat").stream().filter(line -> line.matches("cpu\\d.*")).count());
    }

    @Test
    void diskCountersLieBetweenThoseOfTheKernelBeforeAndAfter() throws IOException {
        List<String> before = kernel("diskstats");
        HostSample sample = sampler.sample();
        List<String> after = kernel("diskstats");

        for (Disk disk : sample.getDisksList()) {
            String[] then = words(find(before, " " + disk.getName() + " "));
            String[] now = words(find(after, " " + disk.getName() + " "));
            assertBetween(then[3], disk.getReadCount(), now[3]);
            assertBetween(then[5], disk.getReadBytes() / 512, now[5]);
            assertBetween(then[7], disk.getWriteCount(), now[7]);
            assertBetween(then[9], disk.getWriteBytes() / 512, now[9]);
        }
        assertThat(sample.getDisksList())
                .extracting(Disk::getName)
                .isSubsetOf(names(Path.of("/sys/block")));
    }

    @Test
    void interfaceCountersLieBetweenThoseOfTheKernelBeforeAndAfter() throws IOException {
        List<String> before = kernel("net/dev");
        HostSample sample = sampler.sample();
        List<String> after = kernel("net/dev");

        for (NetworkInterface card : sample.getInterfacesList()) {
            String[] then = words(find(before, " " + card.getName() + ":").split(":", 2)[1]);
            String[] now = words(find(after, " " + card.getName() + ":").split(":", 2)[1]);
            assertBetween(then[0], card.getInBytes(), now[0]);
            assertBetween(then[1], card.getInPackets(), now[1]);
            assertBetween(then[8], card.getOutBytes(), now[8]);
            assertBetween(then[9], card.getOutPackets(), now[9]);
        }
        assertThat(sample.getInterfacesList())
                .extracting(NetworkInterface::getName)
                .doesNotContain("lo");
    }

    @Test
    void loadUptimeAndBootIdAreThoseOfTheKernel() throws IOException {
        String[] loadBefore = words(kernel("loadavg").get(0));
        double uptimeBefore = Double.parseDouble(words(kernel("uptime").get(0))[0]);
        HostSample sample = sampler.sample();
        String[] loadAfter = words(kernel("loadavg").get(0));
        double uptimeAfter = Double.parseDouble(words(kernel("uptime").get(0))[0]);

        assertThat(sample.getLoad().getLoad1())
                .isCloseTo(Double.parseDouble(loadBefore[0]), within(0.5));
        // a recalculation falls between two looks at most once
        assertThat(sample.getLoad().getLoad15())
                .isIn(Double.parseDouble(loadBefore[2]), Double.parseDouble(loadAfter[2]));
        assertThat((double) sample.getUptime().getSeconds())
                .isBetween(Math.floor(uptimeBefore), uptimeAfter);
        assertThat(sample.getHost().getBootId())
                .isEqualTo(kernel("sys/kernel/random/boot_id").get(0));
    }

    @Test
    void openFilesAreThoseOfTheKernel() throws IOException {
        String[] files = words(kernel("sys/fs/file-nr").get(0));
        HostSample sample = sampler.sample();

        assertThat(sample.getOpenFiles().getOpen())
                .isCloseTo(number(files[0]), within(number(files[0]) / 2 + 1000));
        // without a limit the file has the largest number there is
        assertThat(sample.getOpenFiles().getLimit()).isEqualTo(number(files[2]));
    }

    private static void assertBetween(String before, long value, String after) {
        assertThat(value).isBetween(number(before), number(after));
    }

    private static long number(String word) {
        return word.equals("-") ? 0 : Long.parseLong(word);
    }

    private static String[] words(String line) {
        return line.strip().split("\\s+");
    }

    private static long count(List<String> lines, String state) {
        return lines.stream().filter(line -> words(line)[0].equals(state)).count();
    }

    private static String find(List<String> lines, String part) {
        return lines.stream().filter(line -> (" " + line).contains(part)).findFirst().orElseThrow();
    }

    private static List<String> kernel(String file) throws IOException {
        return Files.readAllLines(Path.of("/proc", file));
    }

    private static List<String> names(Path directory) {
        String[] names = directory.toFile().list();
        return names == null ? List.of() : List.of(names);
    }

    /** The lines that a program writes; the test is skipped where there is none. */
    private static List<String> run(String... command) throws IOException, InterruptedException {
        ProcessBuilder builder =
                new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.INHERIT);
        builder.environment().put("LC_ALL", "C");
        Process process;
        try {
            process = builder.start();
        } catch (IOException e) {
            return abort("the program " + command[0] + " is not installed here");
        }
        List<String> lines = new ArrayList<>();
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        Collections.addAll(lines, output.split("\n"));
        lines.removeIf(String::isBlank);
        assertThat(process.waitFor()).as("%s", command[0]).isZero();
        return lines;
    }
}
