package io.hostpulse.simulator.host;

import static io.hostpulse.simulator.host.ExactGrid.STEPS;
import static io.hostpulse.simulator.host.ExactGrid.nearest;
import static io.hostpulse.simulator.host.ExactGrid.rate;
import static io.hostpulse.simulator.host.ExactGrid.ratio;
import static io.hostpulse.simulator.host.ExactGrid.share;
import static io.hostpulse.simulator.host.ExactGrid.shareSteps;

import io.hostpulse.wire.proto.Core;
import io.hostpulse.wire.proto.Cpu;
import io.hostpulse.wire.proto.HostSample;
import io.hostpulse.wire.proto.Kernel;
import io.hostpulse.wire.proto.Load;
import io.hostpulse.wire.proto.Pressure;
import java.util.List;

/** CPU, cores, load averages, scheduler and pressure. The CPU states of a reading add up to 1. */
final class ProcessorReadings implements Readings {

    private static final long FREQUENCY_HZ = 2_400_000_000L;
    private static final int MAX_IOWAIT_STEPS = STEPS / 32;

    private final CpuMillis used = new CpuMillis();
    private double load1;
    private double load5;
    private double load15;
    private long contextSwitches;
    private long interrupts;

    /** CPU time of each state since boot. */
    private static final class CpuMillis {
        private long user;
        private long system;
        private long nice;
        private long idle;
        private long iowait;
        private long irq;
        private long softirq;
        private long steal;

        void add(CpuSteps steps, Tick tick) {
            long millis = tick.cores() * tick.intervalMillis();
            user += steps.user * millis / STEPS;
            system += steps.system * millis / STEPS;
            nice += steps.nice * millis / STEPS;
            idle += steps.idle * millis / STEPS;
            iowait += steps.iowait * millis / STEPS;
            irq += steps.irq * millis / STEPS;
            softirq += steps.softirq * millis / STEPS;
            steal += steps.steal * millis / STEPS;
        }
    }

    /** Shares of the states, in steps of the grid; all of them but total add up to 1. */
    private record CpuSteps(
            int total,
            int user,
            int system,
            int nice,
            int idle,
            int iowait,
            int irq,
            int softirq,
            int steal) {

        static CpuSteps of(Tick tick) {
            int total = shareSteps(tick.load().cpuRatio());
            int system = total / 4;
            int nice = total / 16;
            int irq = total / 64;
            int softirq = total / 32;
            int steal = total / 128;
            int user = total - system - nice - irq - softirq - steal;
            int unused = STEPS - total;
            int waiting = shareSteps(tick.load().incident().iowaitRatio());
            int iowait = Math.min(unused, waiting + tick.random().nextInt(MAX_IOWAIT_STEPS));
            return new CpuSteps(
                    total, user, system, nice, unused - iowait, iowait, irq, softirq, steal);
        }
    }

    @Override
    public void write(Tick tick, HostSample.Builder sample) {
        CpuSteps steps = CpuSteps.of(tick);
        used.add(steps, tick);
        long frequencyHz = FREQUENCY_HZ + 1_000_000L * steps.total;
        sample.setCpu(cpu(steps, tick.cores(), frequencyHz));
        int imbalance =
                Math.min(steps.user, steps.idle) == 0
                        ? 0
                        : tick.random().nextInt(Math.min(steps.user, steps.idle));
        List<Integer> online = tick.load().incident().cores();
        for (int i = 0; i < online.size(); i++) {
            int more = i == 1 ? -imbalance : i == 0 && online.size() > 1 ? imbalance : 0;
            sample.addCores(core(online.get(i), steps, more, frequencyHz));
        }
        sample.setLoad(load(tick));
        sample.setKernel(kernel(tick));
        sample.setPressure(pressure(tick.load()));
    }

    private Cpu cpu(CpuSteps steps, int cores, long frequencyHz) {
        return Cpu.newBuilder()
                .setCores(cores)
                .setTotalNormPct(ratio(steps.total))
                .setUserNormPct(ratio(steps.user))
                .setSystemNormPct(ratio(steps.system))
                .setNiceNormPct(ratio(steps.nice))
                .setIdleNormPct(ratio(steps.idle))
                .setIowaitNormPct(ratio(steps.iowait))
                .setIrqNormPct(ratio(steps.irq))
                .setSoftirqNormPct(ratio(steps.softirq))
                .setStealNormPct(ratio(steps.steal))
                .setTotalPct(cores * ratio(steps.total))
                .setUserPct(cores * ratio(steps.user))
                .setSystemPct(cores * ratio(steps.system))
                .setNicePct(cores * ratio(steps.nice))
                .setIdlePct(cores * ratio(steps.idle))
                .setIowaitPct(cores * ratio(steps.iowait))
                .setIrqPct(cores * ratio(steps.irq))
                .setSoftirqPct(cores * ratio(steps.softirq))
                .setStealPct(cores * ratio(steps.steal))
                .setUserMs(used.user)
                .setSystemMs(used.system)
                .setNiceMs(used.nice)
                .setIdleMs(used.idle)
                .setIowaitMs(used.iowait)
                .setIrqMs(used.irq)
                .setSoftirqMs(used.softirq)
                .setStealMs(used.steal)
                .setFrequencyHz(frequencyHz)
                .build();
    }

    /** A core that does {@code more} steps of user work than the mean of all. */
    private static Core core(int id, CpuSteps steps, int more, long frequencyHz) {
        return Core.newBuilder()
                .setId(id)
                .setTotalPct(ratio(steps.total + more))
                .setUserPct(ratio(steps.user + more))
                .setSystemPct(ratio(steps.system))
                .setNicePct(ratio(steps.nice))
                .setIdlePct(ratio(steps.idle - more))
                .setIowaitPct(ratio(steps.iowait))
                .setIrqPct(ratio(steps.irq))
                .setSoftirqPct(ratio(steps.softirq))
                .setStealPct(ratio(steps.steal))
                .setFrequencyHz(frequencyHz)
                .build();
    }

    private Load load(Tick tick) {
        double waiting = Math.max(0, tick.load().cpuRatio() - 0.85) * 6;
        double perCore = tick.load().cpuRatio() + waiting;
        load1 = approach(load1, perCore, tick.intervalMillis() / 60_000.0);
        load5 = approach(load5, perCore, tick.intervalMillis() / 300_000.0);
        load15 = approach(load15, perCore, tick.intervalMillis() / 900_000.0);
        return Load.newBuilder()
                .setLoad1(tick.cores() * nearest(load1))
                .setLoad5(tick.cores() * nearest(load5))
                .setLoad15(tick.cores() * nearest(load15))
                .setLoadNorm1(nearest(load1))
                .setLoadNorm5(nearest(load5))
                .setLoadNorm15(nearest(load15))
                .setCores(tick.cores())
                .build();
    }

    private Kernel kernel(Tick tick) {
        double contextSwitchesPerSec = rate(tick.roughly(800 + 9_000 * tick.load().cpuRatio()));
        double interruptsPerSec = rate(tick.roughly(400 + 3_000 * tick.load().cpuRatio()));
        contextSwitches += tick.amount(contextSwitchesPerSec);
        interrupts += tick.amount(interruptsPerSec);
        return Kernel.newBuilder()
                .setContextSwitchesPerSec(contextSwitchesPerSec)
                .setContextSwitches(contextSwitches)
                .setInterruptsPerSec(interruptsPerSec)
                .setInterrupts(interrupts)
                .build();
    }

    private static Pressure pressure(HostLoad load) {
        double cpu = share(Math.max(0, load.cpuRatio() - 0.6));
        double memory = share(Math.max(0, load.memoryRatio() - 0.8));
        double io = share(load.cpuRatio() / 16 + load.incident().iowaitRatio());
        return Pressure.newBuilder()
                .setCpuSome10(cpu)
                .setCpuSome60(share(cpu / 2))
                .setMemorySome10(memory)
                .setMemorySome60(share(memory / 2))
                .setMemoryFull10(share(memory / 2))
                .setMemoryFull60(share(memory / 4))
                .setIoSome10(io)
                .setIoSome60(share(io / 2))
                .setIoFull10(share(io / 2))
                .setIoFull60(share(io / 4))
                .build();
    }

    /** Exponentially damped mean, as load averages are. */
    private static double approach(double mean, double value, double shareOfPeriod) {
        double kept = StrictMath.exp(-shareOfPeriod);
        return mean * kept + value * (1 - kept);
    }
}
