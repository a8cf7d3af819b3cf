package io.hostpulse.agent.read;

import java.util.List;
import oshi.hardware.CentralProcessor;

/** A processor with two cores whose counters are what the test says. */
final class ScriptedProcessor implements CentralProcessor {

    long[] ticks = new long[TickType.values().length];
    long[][] coreTicks = {new long[TickType.values().length], new long[TickType.values().length]};
    long[] frequencies = {2_000_000_000L, 3_000_000_000L};
    double[] load = {2, 1, 0.5};
    long contextSwitches = 1;
    long interrupts = 1;

    /** Adds to a state of a core, and of the whole. */
    void spend(int core, TickType state, long milliseconds) {
        ticks = ticks.clone();
        coreTicks = new long[][] {coreTicks[0].clone(), coreTicks[1].clone()};
        ticks[state.getIndex()] += milliseconds;
        coreTicks[core][state.getIndex()] += milliseconds;
    }

    @Override
    public long[] getSystemCpuLoadTicks() {
        return ticks;
    }

    @Override
    public long[][] getProcessorCpuLoadTicks() {
        return coreTicks;
    }

    @Override
    public long[] getCurrentFreq() {
        return frequencies;
    }

    @Override
    public double[] getSystemLoadAverage(int elements) {
        return load;
    }

    @Override
    public int getLogicalProcessorCount() {
        return 2;
    }

    @Override
    public List<LogicalProcessor> getLogicalProcessors() {
        return List.of(new LogicalProcessor(0, 0, 0), new LogicalProcessor(4, 1, 0));
    }

    @Override
    public long getContextSwitches() {
        return contextSwitches;
    }

    @Override
    public long getInterrupts() {
        return interrupts;
    }

    @Override
    public ProcessorIdentifier getProcessorIdentifier() {
        throw new UnsupportedOperationException();
    }

    @Override
    public long getMaxFreq() {
        throw new UnsupportedOperationException();
    }

    @Override
    public List<PhysicalProcessor> getPhysicalProcessors() {
        throw new UnsupportedOperationException();
    }

    @Override
    public List<ProcessorCache> getProcessorCaches() {
        throw new UnsupportedOperationException();
    }

    @Override
    public List<String> getFeatureFlags() {
        throw new UnsupportedOperationException();
    }

    @Override
    public double getSystemCpuLoadBetweenTicks(long[] before) {
        throw new UnsupportedOperationException();
    }

    @Override
    public double getSystemCpuLoadBetweenTicks(long[] before, long[] after) {
        throw new UnsupportedOperationException();
    }

    @Override
    public double[] getProcessorCpuLoadBetweenTicks(long[][] before) {
        throw new UnsupportedOperationException();
    }

    @Override
    public double[] getProcessorCpuLoadBetweenTicks(long[][] before, long[][] after) {
        throw new UnsupportedOperationException();
    }

    @Override
    public int getPhysicalProcessorCount() {
        throw new UnsupportedOperationException();
    }

    @Override
    public int getPhysicalPackageCount() {
        throw new UnsupportedOperationException();
    }
}
