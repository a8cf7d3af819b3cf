package io.hostpulse.agent.oshi;

import io.hostpulse.agent.read.ProcessorSource;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import oshi.hardware.CentralProcessor;
import oshi.hardware.CentralProcessor.LogicalProcessor;

/**
 * Processors as OSHI has them on every system. It lists them once and gives figures in that order,
 * so that of a list of another length nothing can be told.
 */
public final class OshiProcessor implements ProcessorSource {

    private static final int MAX_GROUP_SIZE = 64;

    private final CentralProcessor processor;

    public OshiProcessor(CentralProcessor processor) {
        this.processor = processor;
    }

    @Override
    public long[] times() {
        return processor.getSystemCpuLoadTicks();
    }

    @Override
    public List<CoreFigures> cores() throws IOException {
        long[][] times = processor.getProcessorCpuLoadTicks();
        List<LogicalProcessor> listed = processor.getLogicalProcessors();
        if (times.length != listed.size()) {
            throw new IOException(
                    "the operating system has "
                            + times.length
                            + " processors, and had "
                            + listed.size()
                            + " when the agent started");
        }
        List<CoreFigures> cores = new ArrayList<>(times.length);
        for (int i = 0; i < times.length; i++) {
            cores.add(new CoreFigures(id(listed.get(i)), times[i]));
        }
        return cores;
    }

    @Override
    public Map<Integer, Long> frequencies() {
        long[] hertz = processor.getCurrentFreq();
        List<LogicalProcessor> listed = processor.getLogicalProcessors();
        Map<Integer, Long> frequencies = new HashMap<>();
        for (int i = 0; i < hertz.length && hertz.length == listed.size(); i++) {
            if (hertz[i] > 0) {
                frequencies.put(id(listed.get(i)), hertz[i]);
            }
        }
        return frequencies;
    }

    /** Windows numbers processors within groups of at most 64. */
    private static int id(LogicalProcessor processor) {
        return MAX_GROUP_SIZE * processor.getProcessorGroup() + processor.getProcessorNumber();
    }

    @Override
    public double[] loadAverages() {
        return processor.getSystemLoadAverage(3);
    }

    @Override
    public long contextSwitches() {
        return processor.getContextSwitches();
    }

    @Override
    public long interrupts() {
        return processor.getInterrupts();
    }
}
