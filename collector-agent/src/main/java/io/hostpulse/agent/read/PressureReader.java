package io.hostpulse.agent.read;

import io.hostpulse.wire.proto.HostSample;
import io.hostpulse.wire.proto.Pressure;
import java.io.IOException;

/** How long tasks waited for CPU, memory and disks. */
public final class PressureReader implements GroupReader {

    private static final double PERCENT = 100;

    private final PressureSource source;

    public PressureReader(PressureSource source) {
        this.source = source;
    }

    @Override
    public String subject() {
        return "pressure";
    }

    @Override
    public void read(Reading reading, HostSample.Builder sample) throws IOException {
        PressureSource.Stalls cpu = source.read("cpu");
        PressureSource.Stalls memory = source.read("memory");
        PressureSource.Stalls io = source.read("io");
        Pressure.Builder pressure = sample.getPressureBuilder();
        cpu.some()
                .ifPresent(
                        some ->
                                pressure.setCpuSome10(some.percent10() / PERCENT)
                                        .setCpuSome60(some.percent60() / PERCENT));
        memory.some()
                .ifPresent(
                        some ->
                                pressure.setMemorySome10(some.percent10() / PERCENT)
                                        .setMemorySome60(some.percent60() / PERCENT));
        memory.full()
                .ifPresent(
                        full ->
                                pressure.setMemoryFull10(full.percent10() / PERCENT)
                                        .setMemoryFull60(full.percent60() / PERCENT));
        io.some()
                .ifPresent(
                        some ->
                                pressure.setIoSome10(some.percent10() / PERCENT)
                                        .setIoSome60(some.percent60() / PERCENT));
        io.full()
                .ifPresent(
                        full ->
                                pressure.setIoFull10(full.percent10() / PERCENT)
                                        .setIoFull60(full.percent60() / PERCENT));
    }
}
