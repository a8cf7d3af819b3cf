package io.hostpulse.agent.linux;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.hostpulse.agent.read.ReadFailures;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LinuxProcessorTest {

    private static final String STAT =
            """
            cpu  100 20 300 4000 50 6 7 8 9 10
            cpu0 60 10 200 2000 30 1 2 3 0 0
            intr 987654 12 0 3 44
            ctxt 123456
            btime 1700000000
            processes 4321
            """;

    private final ReadFailures failures = new ReadFailures();
    private FixtureHost host;
    private LinuxProcessor processor;
    private long now;

    @BeforeEach
    void setUp(@TempDir Path root) throws IOException {
        host = new FixtureHost(root).write("proc/stat", STAT);
        processor = new LinuxProcessor(host.proc(), host.sys(), 100, failures, () -> now);
    }

    @Test
    void givesTimesInMilliseconds() {
        assertThat(processor.querySystemCpuLoadTicks())
                .containsExactly(1000, 200, 3000, 40_000, 500, 60, 70, 80);
        assertThat(processor.queryProcessorCpuLoadTicks()[0])
                .containsExactly(600, 100, 2000, 20_000, 300, 10, 20, 30);
    }

    @Test
    void hasEveryCoreOfThisHost() {
        assertThat(processor.queryProcessorCpuLoadTicks())
                .hasDimensions(processor.getLogicalProcessorCount(), 8);
    }

    @Test
    void countsContextSwitchesAndAllInterrupts() {
        assertThat(processor.queryContextSwitches()).isEqualTo(123_456);
        assertThat(processor.queryInterrupts()).isEqualTo(987_654);
    }

    @Test
    void leavesOutStatesThatAnOldKernelDoesNotTell() throws IOException {
        host.write("proc/stat", "cpu 1 2 3 4\n");

        assertThat(processor.querySystemCpuLoadTicks()).containsExactly(10, 20, 30, 40, 0, 0, 0, 0);
    }

    @Test
    void givesFiguresOfOneMomentToOneSampleAndNewOnesToTheNext() throws IOException {
        processor.querySystemCpuLoadTicks();
        host.write("proc/stat", STAT.replace("ctxt 123456", "ctxt 123999"));

        now += Duration.ofMillis(50).toNanos();
        assertThat(processor.queryContextSwitches()).isEqualTo(123_456);

        now += Duration.ofMillis(450).toNanos();
        assertThat(processor.queryContextSwitches()).isEqualTo(123_999);
    }

    @Test
    void readsFrequenciesFromCpufreq() throws IOException {
        int number = processor.getLogicalProcessors().get(0).getProcessorNumber();
        host.write(
                "sys/devices/system/cpu/cpu" + number + "/cpufreq/scaling_cur_freq", "1800000\n");

        assertThat(processor.queryCurrentFreq()[0]).isEqualTo(1_800_000_000);
    }

    @Test
    void readsFrequenciesFromCpuinfoWhereThereIsNoCpufreq() throws IOException {
        host.write("proc/cpuinfo", "processor\t: 0\ncpu MHz\t\t: 2199.998\ncache size\t: 4 KB\n");

        assertThat(processor.queryCurrentFreq()[0]).isEqualTo(2_199_998_000L);
    }

    @Test
    void givesNoFrequencyThatNobodyTells() throws IOException {
        host.write("proc/cpuinfo", "processor\t: 0\nBogoMIPS\t: 50.00\n");

        assertThat(processor.queryCurrentFreq()).containsOnly(0);
        assertThat(failures.count()).isZero();
    }

    @Test
    void countsAFrequencyThatCannotBeRead() throws IOException {
        int number = processor.getLogicalProcessors().get(0).getProcessorNumber();
        host.write(
                "sys/devices/system/cpu/cpu" + number + "/cpufreq/scaling_cur_freq",
                "<unsupported>\n");

        assertThat(processor.queryCurrentFreq()).containsOnly(0);
        assertThat(failures.count()).isEqualTo(1);
    }

    @Test
    void saysWhichFileCannotBeRead() throws IOException {
        host.delete("proc/stat");

        assertThatThrownBy(processor::queryInterrupts)
                .isInstanceOf(UncheckedIOException.class)
                .hasMessageContaining("stat");
    }
}
