package io.hostpulse.agent.read;

import io.hostpulse.wire.proto.HostSample;
import io.hostpulse.wire.proto.Kernel;
import java.io.IOException;

/** Context switches and interrupts. */
public final class KernelReader implements GroupReader {

    private enum Counter {
        CONTEXT_SWITCHES,
        INTERRUPTS
    }

    private final ProcessorSource processor;
    private final Counters<Counter> counters = new Counters<>(Counter.class);

    public KernelReader(ProcessorSource processor) {
        this.processor = processor;
    }

    @Override
    public String subject() {
        return "kernel";
    }

    @Override
    public void read(Reading reading, HostSample.Builder sample) throws IOException {
        Figures<Counter> values = new Figures<>(Counter.class);
        putIfRead(values, Counter.CONTEXT_SWITCHES, processor.contextSwitches());
        putIfRead(values, Counter.INTERRUPTS, processor.interrupts());
        if (values.values().isEmpty()) {
            throw new IOException("the operating system counts no context switches or interrupts");
        }
        CounterChange<Counter> change = counters.advance(reading, values.values());
        Kernel.Builder kernel = sample.getKernelBuilder();
        values.get(Counter.CONTEXT_SWITCHES).ifPresent(kernel::setContextSwitches);
        values.get(Counter.INTERRUPTS).ifPresent(kernel::setInterrupts);
        change.perSecond(Counter.CONTEXT_SWITCHES).ifPresent(kernel::setContextSwitchesPerSec);
        change.perSecond(Counter.INTERRUPTS).ifPresent(kernel::setInterruptsPerSec);
    }

    private static void putIfRead(Figures<Counter> values, Counter counter, long value) {
        if (value > 0) {
            values.put(counter, value);
        }
    }
}
