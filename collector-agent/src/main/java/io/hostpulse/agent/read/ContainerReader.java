package io.hostpulse.agent.read;

import static io.hostpulse.agent.read.ContainerSource.ContainerCounter.CPU_MICROS;
import static io.hostpulse.agent.read.ContainerSource.ContainerCounter.IN_BYTES;
import static io.hostpulse.agent.read.ContainerSource.ContainerCounter.OUT_BYTES;
import static io.hostpulse.agent.read.ContainerSource.ContainerCounter.PERIODS;
import static io.hostpulse.agent.read.ContainerSource.ContainerCounter.READ_BYTES;
import static io.hostpulse.agent.read.ContainerSource.ContainerCounter.THROTTLED_PERIODS;
import static io.hostpulse.agent.read.ContainerSource.ContainerCounter.WRITE_BYTES;
import static io.hostpulse.agent.read.ContainerSource.ContainerGauge.MEMORY_BYTES;
import static io.hostpulse.agent.read.ContainerSource.ContainerGauge.MEMORY_LIMIT_BYTES;
import static io.hostpulse.agent.read.ContainerSource.ContainerGauge.PROCESSES;

import io.hostpulse.agent.read.ContainerSource.ContainerCounter;
import io.hostpulse.agent.read.ContainerSource.ContainerFigures;
import io.hostpulse.agent.read.ContainerSource.ContainerGauge;
import io.hostpulse.agent.read.ContainerSource.ContainerIdentity;
import io.hostpulse.wire.proto.Container;
import io.hostpulse.wire.proto.HostSample;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/** Every container with what it uses and what it may use. */
public final class ContainerReader implements GroupReader {

    private static final double MICROS_PER_SECOND = 1e6;

    private final ContainerSource source;
    private final KeyedCounters<String, ContainerCounter> counters =
            new KeyedCounters<>(() -> new Counters<>(ContainerCounter.class));

    public ContainerReader(ContainerSource source) {
        this.source = source;
    }

    @Override
    public String subject() {
        return "containers";
    }

    @Override
    public void read(Reading reading, HostSample.Builder sample) throws IOException {
        List<String> present = new ArrayList<>();
        for (ContainerFigures figures : source.read()) {
            ContainerIdentity identity = figures.identity();
            String incarnation = identity.id() + "@" + figures.generation();
            present.add(incarnation);
            Container.Builder container =
                    sample.addContainersBuilder()
                            .setId(identity.id())
                            .setName(identity.name())
                            .setImage(identity.image())
                            .setRuntime(identity.runtime());
            setRates(
                    counters.advance(incarnation, reading, figures.counters().values()), container);
            setGauges(figures.gauges(), container);
            figures.cpuLimitCores().ifPresent(container::setCpuLimit);
        }
        counters.retain(present);
    }

    private static void setRates(
            CounterChange<ContainerCounter> change, Container.Builder container) {
        change.perSecond(CPU_MICROS)
                .ifPresent(micros -> container.setCpuPct(micros / MICROS_PER_SECOND));
        if (change.amount(PERIODS).isPresent() && change.amount(THROTTLED_PERIODS).isPresent()) {
            Ratio.of(
                            change.amount(THROTTLED_PERIODS).getAsLong(),
                            change.amount(PERIODS).getAsLong())
                    .ifPresent(container::setCpuThrottledPct);
        }
        change.perSecond(READ_BYTES).ifPresent(container::setIoReadBytesPerSec);
        change.perSecond(WRITE_BYTES).ifPresent(container::setIoWriteBytesPerSec);
        change.perSecond(IN_BYTES).ifPresent(container::setNetworkInBytesPerSec);
        change.perSecond(OUT_BYTES).ifPresent(container::setNetworkOutBytesPerSec);
    }

    private static void setGauges(Figures<ContainerGauge> gauges, Container.Builder container) {
        gauges.get(MEMORY_BYTES).ifPresent(container::setMemoryBytes);
        gauges.get(MEMORY_LIMIT_BYTES).ifPresent(container::setMemoryLimitBytes);
        if (container.hasMemoryBytes() && container.hasMemoryLimitBytes()) {
            Ratio.of(container.getMemoryBytes(), container.getMemoryLimitBytes())
                    .ifPresent(container::setMemoryPct);
        }
        gauges.get(PROCESSES).ifPresent(container::setProcesses);
    }
}
