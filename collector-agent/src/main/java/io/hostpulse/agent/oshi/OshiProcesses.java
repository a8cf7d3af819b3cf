package io.hostpulse.agent.oshi;

import io.hostpulse.agent.read.ProcessTable;
import java.io.IOException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import oshi.software.os.OSProcess;
import oshi.software.os.OperatingSystem;

/** Processes as OSHI has them on every system. */
public final class OshiProcesses implements ProcessTable {

    /** OSHI tells these states apart; it has no idle and no dead processes. */
    public static final Set<State> STATES =
            Set.of(State.RUNNING, State.SLEEPING, State.STOPPED, State.ZOMBIE, State.UNKNOWN);

    private final OperatingSystem system;
    private Map<Integer, OSProcess> latest = Map.of();

    public OshiProcesses(OperatingSystem system) {
        this.system = system;
    }

    @Override
    public List<ProcessFigures> list() throws IOException {
        List<OSProcess> processes = system.getProcesses();
        if (processes.isEmpty()) {
            throw new IOException("the operating system shows no process");
        }
        Map<Integer, OSProcess> byPid = new HashMap<>(2 * processes.size());
        processes.forEach(process -> byPid.put(process.getProcessID(), process));
        latest = byPid;
        return processes.stream().map(OshiProcesses::figures).toList();
    }

    @Override
    public Optional<ProcessFigures> find(int pid) {
        return Optional.ofNullable(latest.get(pid))
                .or(() -> Optional.ofNullable(system.getProcess(pid)))
                .map(OshiProcesses::figures);
    }

    @Override
    public Optional<ProcessDetails> details(ProcessFigures figures) {
        return Optional.ofNullable(latest.get(figures.pid())).map(OshiProcesses::details);
    }

    @Override
    public OptionalLong startedSinceBoot() {
        return OptionalLong.empty();
    }

    private static ProcessFigures figures(OSProcess process) {
        return new ProcessFigures(
                process.getProcessID(),
                process.getStartTime(),
                process.getParentProcessID(),
                process.getName(),
                state(process.getState()),
                process.getStartTime(),
                process.getKernelTime() + process.getUserTime(),
                process.getVirtualSize(),
                process.getResidentMemory(),
                process.getThreadCount());
    }

    private static ProcessDetails details(OSProcess process) {
        return new ProcessDetails(
                process.getName(),
                present(process.getUser()),
                present(process.getCommandLine()),
                OptionalLong.empty(),
                positive(process.getOpenFiles()),
                positive(process.getSoftOpenFileLimit()),
                positive(process.getHardOpenFileLimit()));
    }

    private static State state(OSProcess.State state) {
        return switch (state) {
            case RUNNING -> State.RUNNING;
            case SLEEPING, WAITING -> State.SLEEPING;
            case STOPPED, SUSPENDED -> State.STOPPED;
            case ZOMBIE -> State.ZOMBIE;
            case NEW, OTHER, INVALID -> State.UNKNOWN;
        };
    }

    /** OSHI says "unknown" or nothing where it may not look. */
    private static Optional<String> present(String text) {
        return Optional.ofNullable(text)
                .map(value -> value.replace('\0', ' ').strip())
                .filter(value -> !value.isEmpty() && !value.equals("unknown"));
    }

    private static OptionalLong positive(long value) {
        return value > 0 ? OptionalLong.of(value) : OptionalLong.empty();
    }
}
