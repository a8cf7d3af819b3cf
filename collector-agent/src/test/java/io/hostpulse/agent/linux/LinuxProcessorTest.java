package io.hostpulse.agent.linux;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.hostpulse.agent.read.CoreReader;
import io.hostpulse.agent.read.CpuReader;
import io.hostpulse.agent.read.LoadReader;
import io.hostpulse.agent.read.ProcessorSource.CoreFigures;
import io.hostpulse.agent.read.ReadFailures;
import io.hostpulse.agent.read.Reading;
import io.hostpulse.wire.proto.Core;
import io.hostpulse.wire.proto.HostSample;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import oshi.hardware.CentralProcessor.TickType;

class LinuxProcessorTest {

    private static final String STAT =
            """
            cpu  100 20 300 4000 50 6 7 8 9 10
            cpu0 60 10 200 2000 30 1 2 3 0 0
            cpu3 40 10 100 2000 20 5 5 5 0 0
            intr 987654 12 0 3 44
            ctxt 123456
            btime 1700000000
            processes 4321
            """;

    private final ReadFailures failures = new ReadFailures();
    private FixtureHost host;
    private LinuxProcessor processor;
    private CpuReader cpuReader;
    private CoreReader coreReader;
    private long now;

    @BeforeEach
    void setUp(@TempDir Path root) throws IOException {
        host = new FixtureHost(root).write("proc/stat", STAT);
        processor = new LinuxProcessor(host.proc(), host.sys(), 100, failures, () -> now);
        cpuReader = new CpuReader(processor, EnumSet.allOf(TickType.class));
        coreReader = new CoreReader(processor, EnumSet.allOf(TickType.class));
    }

    @Test
    void givesTimesInMillisecondsUnderTheNumbersOfTheCores() throws IOException {
        assertThat(processor.times()).containsExactly(1000, 200, 3000, 40_000, 500, 60, 70, 80);
        assertThat(processor.cores()).extracting(CoreFigures::id).containsExactly(0, 3);
        assertThat(processor.cores().get(0).times())
                .containsExactly(600, 100, 2000, 20_000, 300, 10, 20, 30);
    }

    @Test
    void countsTheCoresOfThisHost() throws IOException {
        Path proc = Path.of("/proc");
        assumeTrue(Files.isReadable(proc.resolve("stat")));
        LinuxProcessor real =
                new LinuxProcessor(proc, Path.of("/sys"), 100, failures, System::nanoTime);

        assertThat(real.cores().size())
                .isGreaterThanOrEqualTo(Runtime.getRuntime().availableProcessors());
        assertThat(real.loadAverages()).hasSize(3);
    }

    @Test
    void aCoreThatGoesAndComesIsKnownByItsNumber() throws IOException {
        host.write("proc/loadavg", "2.00 1.00 0.50 1/123 4567\n");
        stat("cpu0 100 0 0 900", "cpu1 500 0 0 500", "cpu2 100 0 0 900", "cpu10 0 0 0 1000");
        read(1);

        stat("cpu1 525 0 0 575", "cpu2 100 0 0 1000", "cpu10 100 0 0 1000");
        HostSample without = read(2);
        assertThat(shares(without)).containsExactly(0.25, 0.0, 1.0);
        assertThat(without.getCoresList()).extracting(Core::getId).containsExactly(1, 2, 10);
        assertThat(without.getCpu().getCores()).isEqualTo(3);
        assertThat(without.getCpu().getTotalNormPct()).isEqualTo(125.0 / 300);
        assertThat(without.getLoad().getCores()).isEqualTo(3);
        assertThat(without.getLoad().getLoadNorm1()).isEqualTo(2.0 / 3);

        // its times went on at neither rate, and those of the others did
        stat("cpu0 0 0 0 5", "cpu1 625 0 0 575", "cpu2 100 0 0 1100", "cpu10 100 0 0 1100");
        HostSample back = read(3);
        assertThat(back.getCores(0).hasTotalPct()).isFalse();
        assertThat(back.getCores(0).getId()).isZero();
        assertThat(back.getCores(1).getTotalPct()).isEqualTo(1);
        assertThat(back.getCpu().getCores()).isEqualTo(4);
        assertThat(back.getCpu().getTotalNormPct()).isEqualTo(100.0 / 300);
    }

    @Test
    void countsContextSwitchesAndAllInterrupts() throws IOException {
        assertThat(processor.contextSwitches()).isEqualTo(123_456);
        assertThat(processor.interrupts()).isEqualTo(987_654);
    }

    @Test
    void leavesOutStatesThatAnOldKernelDoesNotTell() throws IOException {
        host.write("proc/stat", "cpu 1 2 3 4\ncpu0 1 2 3 4\n");

        assertThat(processor.times()).containsExactly(10, 20, 30, 40, 0, 0, 0, 0);
    }

    @Test
    void givesFiguresOfOneMomentToOneSampleAndNewOnesToTheNext() throws IOException {
        processor.times();
        host.write("proc/stat", STAT.replace("ctxt 123456", "ctxt 123999"));

        now += Duration.ofMillis(50).toNanos();
        assertThat(processor.contextSwitches()).isEqualTo(123_456);

        now += Duration.ofMillis(450).toNanos();
        assertThat(processor.contextSwitches()).isEqualTo(123_999);
    }

    @Test
    void readsFrequenciesFromCpufreq() throws IOException {
        host.write("sys/devices/system/cpu/cpu3/cpufreq/scaling_cur_freq", "1800000\n");

        assertThat(processor.frequencies()).isEqualTo(Map.of(3, 1_800_000_000L));
    }

    @Test
    void readsFrequenciesFromCpuinfoWhereThereIsNoCpufreq() throws IOException {
        host.write(
                "proc/cpuinfo",
                """
                processor : 0
                cpu MHz : 2199.998
                cache size : 4 KB

                processor : 3
                cpu MHz : 1000
                """);

        assertThat(processor.frequencies()).isEqualTo(Map.of(0, 2_199_998_000L, 3, 1_000_000_000L));
    }

    @Test
    void givesNoFrequencyThatNobodyTells() throws IOException {
        host.write("proc/cpuinfo", "processor\t: 0\nBogoMIPS\t: 50.00\n");

        assertThat(processor.frequencies()).isEmpty();
        assertThat(failures.count()).isZero();
    }

    @Test
    void countsAFrequencyThatCannotBeRead() throws IOException {
        host.write("sys/devices/system/cpu/cpu0/cpufreq/scaling_cur_freq", "<unsupported>\n");

        assertThat(processor.frequencies()).isEmpty();
        assertThat(failures.count()).isEqualTo(1);
    }

    @Test
    void saysWhichFileCannotBeRead() throws IOException {
        host.delete("proc/stat");

        assertThatThrownBy(processor::interrupts)
                .isInstanceOf(IOException.class)
                .hasMessageContaining("stat");
    }

    /** Lines of cores, and the sum of all that there ever were, as the kernel has it. */
    private void stat(String... cores) throws IOException {
        host.write("proc/stat", "cpu  9999 0 0 99999\n" + String.join("\n", cores) + "\n");
    }

    private static List<Double> shares(HostSample sample) {
        return sample.getCoresList().stream().map(Core::getTotalPct).toList();
    }

    private HostSample read(long number) throws IOException {
        now = Duration.ofSeconds(number).toNanos();
        Reading reading = new Reading(number, now, number == 1 ? 0 : 1_000_000_000);
        HostSample.Builder sample = HostSample.newBuilder();
        cpuReader.read(reading, sample);
        coreReader.read(reading, sample);
        new LoadReader(processor).read(reading, sample);
        return sample.build();
    }
}
