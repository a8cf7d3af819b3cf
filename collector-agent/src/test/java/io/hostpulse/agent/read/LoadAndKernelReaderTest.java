package io.hostpulse.agent.read;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.hostpulse.wire.proto.Kernel;
import io.hostpulse.wire.proto.Load;
import java.io.IOException;
import org.junit.jupiter.api.Test;

class LoadAndKernelReaderTest {

    private final ScriptedProcessor processor = new ScriptedProcessor();
    private final KernelReader kernelReader = new KernelReader(processor);

    @Test
    void loadComesAsItIsAndPerCore() throws IOException {
        Load load = Readings.read(new LoadReader(processor), 1).getLoad();

        assertThat(load.getLoad1()).isEqualTo(2);
        assertThat(load.getLoad5()).isEqualTo(1);
        assertThat(load.getLoad15()).isEqualTo(0.5);
        assertThat(load.getLoadNorm1()).isEqualTo(1);
        assertThat(load.getLoadNorm5()).isEqualTo(0.5);
        assertThat(load.getLoadNorm15()).isEqualTo(0.25);
        assertThat(load.getCores()).isEqualTo(2);
    }

    @Test
    void aSystemWithoutLoadAveragesIsAFailure() {
        processor.load = new double[] {-1, -1, -1};

        assertThatThrownBy(() -> Readings.read(new LoadReader(processor), 1))
                .isInstanceOf(IOException.class);
    }

    @Test
    void contextSwitchesAndInterruptsComeAsCountersAndRates() throws IOException {
        processor.contextSwitches = 1000;
        processor.interrupts = 500;
        assertThat(Readings.read(kernelReader, 1).getKernel().hasContextSwitchesPerSec()).isFalse();
        processor.contextSwitches = 3000;
        processor.interrupts = 600;

        Kernel kernel = Readings.read(kernelReader, 2).getKernel();

        assertThat(kernel.getContextSwitches()).isEqualTo(3000);
        assertThat(kernel.getContextSwitchesPerSec()).isEqualTo(200);
        assertThat(kernel.getInterrupts()).isEqualTo(600);
        assertThat(kernel.getInterruptsPerSec()).isEqualTo(10);
    }

    @Test
    void aCounterThatCannotBeReadIsAbsentAndTheOtherStays() throws IOException {
        processor.contextSwitches = 0;

        Kernel kernel = Readings.read(kernelReader, 1).getKernel();

        assertThat(kernel.hasContextSwitches()).isFalse();
        assertThat(kernel.getInterrupts()).isEqualTo(1);
    }
}
