package io.hostpulse.agent.read;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;
import static oshi.hardware.CentralProcessor.TickType.IDLE;
import static oshi.hardware.CentralProcessor.TickType.IOWAIT;
import static oshi.hardware.CentralProcessor.TickType.IRQ;
import static oshi.hardware.CentralProcessor.TickType.NICE;
import static oshi.hardware.CentralProcessor.TickType.SOFTIRQ;
import static oshi.hardware.CentralProcessor.TickType.STEAL;
import static oshi.hardware.CentralProcessor.TickType.SYSTEM;
import static oshi.hardware.CentralProcessor.TickType.USER;

import io.hostpulse.wire.proto.Core;
import io.hostpulse.wire.proto.Cpu;
import io.hostpulse.wire.proto.HostSample;
import java.io.IOException;
import java.util.EnumSet;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import oshi.hardware.CentralProcessor.TickType;

class CpuReaderTest {

    private final ScriptedProcessor processor = new ScriptedProcessor();
    private final CpuReader reader = new CpuReader(processor, EnumSet.allOf(TickType.class));

    private final CoreReader coreReader = new CoreReader(processor, EnumSet.allOf(TickType.class));

    @BeforeEach
    void hostHasRunForAWhile() {
        for (TickType state : TickType.values()) {
            processor.spend(0, state, 1000);
            processor.spend(1, state, 1000);
        }
    }

    @Test
    void theFirstReadingHasTimesAndFrequencyAndNoShares() throws IOException {
        Cpu cpu = Readings.read(reader, 1).getCpu();

        assertThat(cpu.getCores()).isEqualTo(2);
        assertThat(cpu.getUserMs()).isEqualTo(2000);
        assertThat(cpu.getStealMs()).isEqualTo(2000);
        assertThat(cpu.getFrequencyHz()).isEqualTo(2_500_000_000L);
        assertThat(cpu.hasTotalNormPct()).isFalse();
        assertThat(cpu.hasIdlePct()).isFalse();
    }

    @Test
    void sharesAreOfAllCoresAndOfOneAndLeaveIdleAndIowaitOutOfTheTotal() throws IOException {
        Readings.read(reader, 1);
        processor.spend(0, USER, 4000);
        processor.spend(0, SYSTEM, 2000);
        processor.spend(0, NICE, 1000);
        processor.spend(0, IRQ, 500);
        processor.spend(0, SOFTIRQ, 300);
        processor.spend(0, STEAL, 200);
        processor.spend(0, IOWAIT, 2000);
        processor.spend(1, IDLE, 10_000);

        Cpu cpu = Readings.read(reader, 2).getCpu();

        assertThat(cpu.getUserNormPct()).isEqualTo(0.2);
        assertThat(cpu.getUserPct()).isEqualTo(0.4);
        assertThat(cpu.getSystemNormPct()).isEqualTo(0.1);
        assertThat(cpu.getNiceNormPct()).isEqualTo(0.05);
        assertThat(cpu.getIrqNormPct()).isEqualTo(0.025);
        assertThat(cpu.getSoftirqNormPct()).isEqualTo(0.015);
        assertThat(cpu.getStealPct()).isCloseTo(0.02, within(1e-9));
        assertThat(cpu.getIowaitNormPct()).isEqualTo(0.1);
        assertThat(cpu.getIdlePct()).isEqualTo(1.0);
        assertThat(cpu.getTotalNormPct()).isEqualTo(0.4);
        assertThat(cpu.getTotalPct()).isEqualTo(0.8);
    }

    @Test
    void everyCoreHasItsOwnSharesUnderTheNumberThatTheSystemGivesIt() throws IOException {
        Readings.read(coreReader, 1);
        processor.spend(0, USER, 2500);
        processor.spend(0, IDLE, 7500);
        processor.spend(1, SYSTEM, 10_000);

        HostSample sample = Readings.read(coreReader, 2);

        Core first = sample.getCores(0);
        assertThat(first.getId()).isZero();
        assertThat(first.getTotalPct()).isEqualTo(0.25);
        assertThat(first.getUserPct()).isEqualTo(0.25);
        assertThat(first.getFrequencyHz()).isEqualTo(2_000_000_000L);
        Core second = sample.getCores(1);
        assertThat(second.getId()).isEqualTo(4);
        assertThat(second.getTotalPct()).isEqualTo(1.0);
        assertThat(second.getIdlePct()).isZero();
    }

    @Test
    void iowaitThatStepsBackIsNoReset() throws IOException {
        Readings.read(reader, 1);
        processor.spend(0, IOWAIT, -30);
        processor.spend(0, USER, 5000);
        processor.spend(0, IDLE, 5000);

        Cpu cpu = Readings.read(reader, 2).getCpu();

        assertThat(cpu.getIowaitNormPct()).isZero();
        assertThat(cpu.getTotalNormPct()).isEqualTo(0.5);
    }

    @Test
    void aCoreWhoseTimesStartAgainHasNoSharesAndTheOthersHave() throws IOException {
        Readings.read(reader, 1);
        Readings.read(coreReader, 1);
        processor.spend(0, USER, -900);
        processor.spend(1, USER, 2500);
        processor.spend(1, IDLE, 7500);

        HostSample sample = Readings.read(reader, 2);
        HostSample cores = Readings.read(coreReader, 2);

        assertThat(sample.getCpu().getTotalNormPct()).isEqualTo(0.25);
        assertThat(sample.getCpu().getUserMs()).isEqualTo(3600);
        assertThat(cores.getCores(0).hasTotalPct()).isFalse();
        assertThat(cores.getCores(1).getTotalPct()).isEqualTo(0.25);
    }

    @Test
    void anIdleTimeThatLeapsBackIsAReset() throws IOException {
        for (int core = 0; core < 2; core++) {
            processor.spend(core, IDLE, 3_600_000);
        }
        Readings.read(reader, 1);
        Readings.read(coreReader, 1);
        processor.spend(0, IDLE, -3_000_000);
        processor.spend(0, USER, 500);
        processor.spend(1, IDLE, 10_000);

        assertThat(Readings.read(reader, 2).getCpu().getTotalNormPct()).isZero();
        assertThat(Readings.read(coreReader, 2).getCores(0).hasTotalPct()).isFalse();
    }

    @Test
    void aCoreThatGoesLeavesTheFiguresOfTheOthersAlone() throws IOException {
        Readings.read(reader, 1);
        Readings.read(coreReader, 1);
        processor.spend(1, USER, 3000);
        processor.spend(1, IDLE, 7000);
        processor.unplug(0);

        Cpu cpu = Readings.read(reader, 2).getCpu();
        HostSample cores = Readings.read(coreReader, 2);

        assertThat(cpu.getCores()).isEqualTo(1);
        assertThat(cpu.getTotalNormPct()).isEqualTo(0.3);
        assertThat(cpu.getTotalPct()).isEqualTo(0.3);
        assertThat(cores.getCoresList())
                .singleElement()
                .satisfies(
                        core -> {
                            assertThat(core.getId()).isEqualTo(4);
                            assertThat(core.getTotalPct()).isEqualTo(0.3);
                            assertThat(core.getFrequencyHz()).isEqualTo(3_000_000_000L);
                        });
    }

    @Test
    void aCoreThatComesHasSharesFromItsSecondReadingOn() throws IOException {
        processor.unplug(0);
        Readings.read(reader, 1);
        Readings.read(coreReader, 1);
        processor.plug(0);
        processor.spend(0, IDLE, 100_000);
        processor.spend(1, USER, 4000);
        processor.spend(1, IDLE, 6000);

        Cpu cpu = Readings.read(reader, 2).getCpu();
        HostSample cores = Readings.read(coreReader, 2);

        assertThat(cpu.getCores()).isEqualTo(2);
        assertThat(cpu.getTotalNormPct()).isEqualTo(0.4);
        assertThat(cores.getCores(0).hasTotalPct()).isFalse();
        assertThat(cores.getCores(1).getTotalPct()).isEqualTo(0.4);

        processor.spend(0, IDLE, 10_000);
        processor.spend(1, IDLE, 10_000);
        assertThat(Readings.read(coreReader, 3).getCores(0).getTotalPct()).isZero();
    }

    @Test
    void statesThatTheSystemDoesNotTellApartAreAbsent() throws IOException {
        CpuReader plain = new CpuReader(processor, EnumSet.of(USER, SYSTEM, IDLE));
        Readings.read(plain, 1);
        processor.spend(0, USER, 1000);

        Cpu cpu = Readings.read(plain, 2).getCpu();

        assertThat(cpu.hasStealMs()).isFalse();
        assertThat(cpu.hasIowaitNormPct()).isFalse();
        assertThat(cpu.getTotalNormPct()).isEqualTo(1);
    }

    @Test
    void aFrequencyThatIsNotKnownIsAbsent() throws IOException {
        processor.frequencies.clear();

        HostSample sample = Readings.read(reader, 1);

        assertThat(sample.getCpu().hasFrequencyHz()).isFalse();
        assertThat(Readings.read(coreReader, 1).getCores(0).hasFrequencyHz()).isFalse();
    }

    @Test
    void noTimesAtAllAreAFailure() {
        processor.forget();

        assertThatThrownBy(() -> Readings.read(reader, 1)).isInstanceOf(IOException.class);
    }
}
