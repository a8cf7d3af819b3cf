package io.hostpulse.agent.linux;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.hostpulse.agent.read.PressureSource.Averages;
import io.hostpulse.agent.read.PressureSource.Stalls;
import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LinuxPressureTest {

    @TempDir Path root;

    @Test
    void bothLinesAreRead() throws IOException {
        Stalls stalls =
                read(
                        """
                        some avg10=0.19 avg60=0.55 avg300=1.34 total=15090719
                        full avg10=0.04 avg60=0.03 avg300=0.02 total=1186041
                        """);

        assertThat(stalls.some()).hasValue(new Averages(0.19, 0.55));
        assertThat(stalls.full()).hasValue(new Averages(0.04, 0.03));
    }

    @Test
    void olderKernelsHaveNoFullStallsOfCpu() throws IOException {
        Stalls stalls = read("some avg10=0.19 avg60=0.55 avg300=1.34 total=15090719\n");

        assertThat(stalls.some()).isPresent();
        assertThat(stalls.full()).isEmpty();
    }

    @Test
    void anotherFormatIsAnError() {
        assertThatThrownBy(() -> read("some total=1\n"))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("avg10");
    }

    private Stalls read(String content) throws IOException {
        FixtureHost host = new FixtureHost(root).write("proc/pressure/cpu", content);
        return new LinuxPressure(host.proc()).read("cpu");
    }
}
