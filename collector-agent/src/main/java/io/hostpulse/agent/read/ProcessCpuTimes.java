package io.hostpulse.agent.read;

import io.hostpulse.agent.read.ProcessTable.ProcessFigures;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;

/** How much CPU time every process used in an interval. */
final class ProcessCpuTimes {

    private static final double NOISE = 1.1;

    private record Times(long generation, long cpuMs) {}

    /** CPU time in an interval by process id. */
    record Use(Map<Integer, Long> byPid) {

        /** Absent when it cannot be told. */
        OptionalLong milliseconds(int pid) {
            Long used = byPid.get(pid);
            return used == null ? OptionalLong.empty() : OptionalLong.of(used);
        }
    }

    private Map<Integer, Times> previous = Map.of();
    private long previousNumber;
    private int previousCores;

    /**
     * A process that the reading before did not have was started since, and used all it has.
     *
     * @param cores that are online now
     */
    Use advance(Reading reading, List<ProcessFigures> processes, int cores) {
        boolean comparable = previousNumber == reading.number() - 1 && reading.intervalNanos() > 0;
        double mostMs = reading.milliseconds() * Math.max(cores, previousCores) * NOISE;
        Map<Integer, Times> current = new HashMap<>(2 * processes.size());
        Map<Integer, Long> used = new HashMap<>();
        for (ProcessFigures process : processes) {
            current.put(process.pid(), new Times(process.generation(), process.cpuMs()));
            if (comparable) {
                long usedMs = process.cpuMs() - cpuMsBefore(process);
                if (usedMs >= 0 && usedMs <= mostMs) {
                    used.put(process.pid(), usedMs);
                }
            }
        }
        previous = current;
        previousNumber = reading.number();
        previousCores = cores;
        return new Use(used);
    }

    private long cpuMsBefore(ProcessFigures process) {
        Times before = previous.get(process.pid());
        return before != null && before.generation() == process.generation() ? before.cpuMs() : 0;
    }
}
