package io.hostpulse.agent.read;

import static java.util.Comparator.comparingInt;
import static java.util.Comparator.comparingLong;

import io.hostpulse.agent.read.ProcessTable.ProcessFigures;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.PriorityQueue;
import java.util.Set;

/** Chooses the processes that use most CPU and those that use most memory. */
final class ProcessRanking {

    private static final Comparator<ProcessFigures> BY_MEMORY =
            comparingLong(ProcessFigures::rssBytes)
                    .thenComparing(comparingInt(ProcessFigures::pid).reversed());

    private final int top;

    ProcessRanking(int top) {
        this.top = top;
    }

    /**
     * The {@code top} processes by CPU time in the interval, most first, and after them those of
     * the {@code top} by memory that are not among them. While nothing is known of the interval,
     * CPU time since the process's start counts.
     */
    Collection<ProcessFigures> select(
            List<ProcessFigures> processes, ProcessCpuTimes.Use cpuTimes) {
        boolean intervalKnown = !cpuTimes.byPid().isEmpty();
        Comparator<ProcessFigures> byCpu =
                comparingLong(
                        (ProcessFigures process) ->
                                intervalKnown
                                        ? cpuTimes.milliseconds(process.pid()).orElse(0)
                                        : process.cpuMs());
        Set<ProcessFigures> selected =
                new LinkedHashSet<>(largest(processes, byCpu.thenComparing(BY_MEMORY)));
        selected.addAll(largest(processes, BY_MEMORY));
        return selected;
    }

    private List<ProcessFigures> largest(
            List<ProcessFigures> processes, Comparator<ProcessFigures> order) {
        PriorityQueue<ProcessFigures> largest = new PriorityQueue<>(top + 1, order);
        for (ProcessFigures process : processes) {
            largest.add(process);
            if (largest.size() > top) {
                largest.remove();
            }
        }
        List<ProcessFigures> sorted = new ArrayList<>(largest);
        sorted.sort(order.reversed());
        return sorted;
    }
}
