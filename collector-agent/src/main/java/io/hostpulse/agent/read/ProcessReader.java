package io.hostpulse.agent.read;

import io.hostpulse.agent.read.ProcessTable.ProcessDetails;
import io.hostpulse.agent.read.ProcessTable.ProcessFigures;
import io.hostpulse.agent.read.ProcessTable.State;
import io.hostpulse.agent.read.ReadFailures.Source;
import io.hostpulse.wire.proto.HostSample;
import io.hostpulse.wire.proto.Process;
import io.hostpulse.wire.proto.ProcessSummary;
import java.io.IOException;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.OptionalLong;
import java.util.Set;
import java.util.function.IntSupplier;

/** Processes by state, and those that use most CPU or most memory. */
public final class ProcessReader implements GroupReader {

    /** What the index keeps of a command line. */
    static final int MAX_COMMAND_LINE_LENGTH = 2048;

    /** What processes have a share of. */
    private record Host(int cores, long memoryBytes) {}

    private enum Counter {
        STARTED
    }

    private final ProcessTable table;
    private final Set<State> states;
    private final IntSupplier top;
    private final Source<Integer> cores;
    private final Source<Long> memoryBytes;
    private final Counters<Counter> counters = new Counters<>(Counter.class);
    private final ProcessCpuTimes cpuTimes = new ProcessCpuTimes();

    /**
     * @param states those that the operating system tells apart
     * @param top how many processes to report by CPU, and as many by memory
     * @param cores the processors that are online, asked at every reading
     * @param memoryBytes the host's memory, asked at every reading
     */
    public ProcessReader(
            ProcessTable table,
            Set<State> states,
            IntSupplier top,
            Source<Integer> cores,
            Source<Long> memoryBytes) {
        this.table = table;
        this.states = states;
        this.top = top;
        this.cores = cores;
        this.memoryBytes = memoryBytes;
    }

    @Override
    public String subject() {
        return "processes";
    }

    @Override
    public void read(Reading reading, HostSample.Builder sample) throws IOException {
        List<ProcessFigures> processes = table.list();
        Figures<Counter> started = new Figures<>(Counter.class);
        table.startedSinceBoot().ifPresent(value -> started.put(Counter.STARTED, value));

        ProcessSummary.Builder summary = sample.getProcessSummaryBuilder();
        setStates(processes, summary);
        counters.advance(reading, started.values())
                .perSecond(Counter.STARTED)
                .ifPresent(summary::setCreatedPerSec);

        int coreCount = cores.read();
        ProcessCpuTimes.Use use = cpuTimes.advance(reading, processes, coreCount);
        Host host = new Host(coreCount, memoryBytes.read());
        ProcessRanking ranking = new ProcessRanking(top.getAsInt());
        for (ProcessFigures process : ranking.select(processes, use)) {
            addProcess(reading, host, process, use.milliseconds(process.pid()), sample);
        }
    }

    private void setStates(List<ProcessFigures> processes, ProcessSummary.Builder summary) {
        Map<State, Integer> counts = new EnumMap<>(State.class);
        states.forEach(state -> counts.put(state, 0));
        long threads = 0;
        for (ProcessFigures process : processes) {
            counts.merge(process.state(), 1, Integer::sum);
            threads += process.threads();
        }
        counts.forEach((state, count) -> setCount(summary, state, count));
        summary.setTotal(processes.size()).setThreads(threads);
    }

    private static void setCount(ProcessSummary.Builder summary, State state, int count) {
        switch (state) {
            case RUNNING -> summary.setRunning(count);
            case SLEEPING -> summary.setSleeping(count);
            case IDLE -> summary.setIdle(count);
            case STOPPED -> summary.setStopped(count);
            case ZOMBIE -> summary.setZombie(count);
            case DEAD -> summary.setDead(count);
            case UNKNOWN -> summary.setUnknown(count);
        }
    }

    private void addProcess(
            Reading reading,
            Host host,
            ProcessFigures figures,
            OptionalLong usedMs,
            HostSample.Builder sample) {
        ProcessDetails details = table.details(figures).orElse(null);
        if (details == null || details.name().isEmpty()) {
            return;
        }
        Process.Builder process =
                sample.addProcessesBuilder()
                        .setPid(figures.pid())
                        .setParentPid(figures.parentPid())
                        .setName(details.name())
                        .setState(figures.state().label())
                        .setStartTimeMs(figures.startTimeMs())
                        .setCpuTotalMs(figures.cpuMs())
                        .setMemorySize(figures.sizeBytes())
                        .setMemoryRssBytes(figures.rssBytes())
                        .setThreads(figures.threads());
        Ratio.of(figures.rssBytes(), host.memoryBytes()).ifPresent(process::setMemoryRssPct);
        if (usedMs.isPresent()) {
            double usedCores = usedMs.getAsLong() / reading.milliseconds();
            process.setCpuTotalPct(usedCores);
            OptionalDouble share = Ratio.of(usedCores, host.cores());
            share.ifPresent(process::setCpuTotalNormPct);
        }
        setDetails(details, process);
    }

    private static void setDetails(ProcessDetails details, Process.Builder process) {
        details.user().ifPresent(process::setUser);
        details.commandLine().map(ProcessReader::shorten).ifPresent(process::setCommandLine);
        details.sharedBytes().ifPresent(process::setMemoryShare);
        details.openFiles().ifPresent(process::setFdOpen);
        details.softOpenFileLimit().ifPresent(process::setFdLimitSoft);
        details.hardOpenFileLimit().ifPresent(process::setFdLimitHard);
    }

    private static String shorten(String commandLine) {
        if (commandLine.length() <= MAX_COMMAND_LINE_LENGTH) {
            return commandLine;
        }
        // never half of a character that takes two
        int end =
                Character.isHighSurrogate(commandLine.charAt(MAX_COMMAND_LINE_LENGTH - 1))
                        ? MAX_COMMAND_LINE_LENGTH - 1
                        : MAX_COMMAND_LINE_LENGTH;
        return commandLine.substring(0, end);
    }
}
