package io.hostpulse.agent.read;

import static org.assertj.core.api.Assertions.assertThat;

import io.hostpulse.agent.read.ContainerSource.ContainerCounter;
import io.hostpulse.agent.read.ContainerSource.ContainerFigures;
import io.hostpulse.agent.read.ContainerSource.ContainerGauge;
import io.hostpulse.agent.read.ContainerSource.ContainerIdentity;
import io.hostpulse.wire.proto.Container;
import java.io.IOException;
import java.util.List;
import java.util.OptionalDouble;
import org.junit.jupiter.api.Test;

class ContainerReaderTest {

    private List<ContainerFigures> containers = List.of();
    private final ContainerReader reader = new ContainerReader(() -> containers);

    @Test
    void theFirstReadingHasWhatIsNowAndNoRates() throws IOException {
        containers = List.of(container(1, 1));

        Container web = Readings.read(reader, 1).getContainers(0);

        assertThat(web.getId()).isEqualTo("id");
        assertThat(web.getName()).isEqualTo("web");
        assertThat(web.getImage()).isEqualTo("nginx");
        assertThat(web.getRuntime()).isEqualTo("docker");
        assertThat(web.getCpuLimit()).isEqualTo(2.5);
        assertThat(web.getMemoryBytes()).isEqualTo(250);
        assertThat(web.getMemoryLimitBytes()).isEqualTo(1000);
        assertThat(web.getMemoryPct()).isEqualTo(0.25);
        assertThat(web.getProcesses()).isEqualTo(3);
        assertThat(web.hasCpuPct()).isFalse();
        assertThat(web.hasCpuThrottledPct()).isFalse();
        assertThat(web.hasNetworkInBytesPerSec()).isFalse();
    }

    @Test
    void ratesFollowFromTheCounters() throws IOException {
        containers = List.of(container(1, 1));
        Readings.read(reader, 1);
        containers = List.of(container(1, 2));

        Container web = Readings.read(reader, 2).getContainers(0);

        assertThat(web.getCpuPct()).isEqualTo(1.5);
        assertThat(web.getCpuThrottledPct()).isEqualTo(0.25);
        assertThat(web.getIoReadBytesPerSec()).isEqualTo(10);
        assertThat(web.getIoWriteBytesPerSec()).isEqualTo(20);
        assertThat(web.getNetworkInBytesPerSec()).isEqualTo(30);
        assertThat(web.getNetworkOutBytesPerSec()).isEqualTo(40);
    }

    @Test
    void withoutSchedulingPeriodsThereIsNoThrottledShare() throws IOException {
        containers = List.of(container(1, 1));
        Readings.read(reader, 1);

        Container web = Readings.read(reader, 2).getContainers(0);

        assertThat(web.getCpuPct()).isZero();
        assertThat(web.hasCpuPct()).isTrue();
        assertThat(web.hasCpuThrottledPct()).isFalse();
    }

    @Test
    void aContainerThatWasStartedAgainGivesNoRatesAlthoughItsCountersAreHigher()
            throws IOException {
        containers = List.of(container(1, 1));
        Readings.read(reader, 1);
        containers = List.of(container(2, 100));

        Container web = Readings.read(reader, 2).getContainers(0);

        assertThat(web.hasCpuPct()).isFalse();
        assertThat(web.hasIoReadBytesPerSec()).isFalse();
        assertThat(web.getMemoryBytes()).isEqualTo(250);
    }

    @Test
    void aContainerThatWasAwayGivesNoPeakWhenItComesBack() throws IOException {
        containers = List.of(container(1, 1));
        Readings.read(reader, 1);
        containers = List.of();
        assertThat(Readings.read(reader, 2).getContainersList()).isEmpty();
        containers = List.of(container(1, 50));

        assertThat(Readings.read(reader, 3).getContainers(0).hasCpuPct()).isFalse();
    }

    @Test
    void whatIsNotAccountedForIsAbsent() throws IOException {
        containers =
                List.of(
                        new ContainerFigures(
                                new ContainerIdentity("id", "", "", ""),
                                1,
                                new Figures<>(ContainerCounter.class),
                                new Figures<>(ContainerGauge.class),
                                OptionalDouble.empty()));
        Readings.read(reader, 1);

        assertThat(Readings.read(reader, 2).getContainers(0))
                .isEqualTo(Container.newBuilder().setId("id").build());
    }

    /** Counters that are {@code factor} times those of an interval. */
    private static ContainerFigures container(long generation, long factor) {
        return new ContainerFigures(
                new ContainerIdentity("id", "web", "nginx", "docker"),
                generation,
                new Figures<>(ContainerCounter.class)
                        .put(ContainerCounter.CPU_MICROS, factor * 15_000_000)
                        .put(ContainerCounter.PERIODS, factor * 100)
                        .put(ContainerCounter.THROTTLED_PERIODS, factor * 25)
                        .put(ContainerCounter.READ_BYTES, factor * 100)
                        .put(ContainerCounter.WRITE_BYTES, factor * 200)
                        .put(ContainerCounter.IN_BYTES, factor * 300)
                        .put(ContainerCounter.OUT_BYTES, factor * 400),
                new Figures<>(ContainerGauge.class)
                        .put(ContainerGauge.MEMORY_BYTES, 250)
                        .put(ContainerGauge.MEMORY_LIMIT_BYTES, 1000)
                        .put(ContainerGauge.PROCESSES, 3),
                OptionalDouble.of(2.5));
    }
}
