package io.hostpulse.agent.linux;

import io.hostpulse.agent.read.ProcessTable;
import java.io.File;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;

/** Processes from /proc/PID/stat, one short file each; see proc_pid_stat(5). */
public final class LinuxProcesses implements ProcessTable {

    private static final long MILLIS_PER_SECOND = 1000;

    /** The boot time is computed from the clock and moves with its corrections. */
    private static final long BOOT_TIME_TOLERANCE_SECONDS = 2;

    private final ProcText text = new ProcText();
    private final File proc;
    private final File stat;
    private final long ticksPerSecond;
    private final long pageBytes;
    private final StatFiles statFiles;
    private final LinuxProcessDetails details;
    private long bootTimeSeconds;
    private OptionalLong startedSinceBoot = OptionalLong.empty();

    /**
     * @param ticksPerSecond unit of CPU times, {@code getconf CLK_TCK}
     * @param pageBytes unit of resident memory, {@code getconf PAGE_SIZE}
     * @param users names the owners of processes
     */
    public LinuxProcesses(Path proc, long ticksPerSecond, long pageBytes, UserNames users) {
        this.proc = proc.toFile();
        this.stat = proc.resolve("stat").toFile();
        this.ticksPerSecond = ticksPerSecond;
        this.pageBytes = pageBytes;
        this.statFiles = new StatFiles(this.proc);
        this.details = new LinuxProcessDetails(proc, pageBytes, users);
    }

    @Override
    public List<ProcessFigures> list() throws IOException {
        readStat();
        String[] names = proc.list();
        if (names == null) {
            throw new IOException(proc + " cannot be listed");
        }
        List<ProcessFigures> processes = new ArrayList<>(names.length);
        Set<Integer> pids = new HashSet<>(2 * names.length);
        for (String name : names) {
            if (name.charAt(0) >= '0' && name.charAt(0) <= '9') {
                int pid = Integer.parseInt(name);
                pids.add(pid);
                find(pid).ifPresent(processes::add);
            }
        }
        statFiles.retain(pids);
        details.retain(pids);
        if (processes.isEmpty()) {
            throw new IOException(proc + " shows no process");
        }
        return processes;
    }

    @Override
    public Optional<ProcessFigures> find(int pid) {
        try {
            statFiles.load(pid, text);
            return Optional.of(parse(pid));
        } catch (IOException ended) {
            return Optional.empty();
        }
    }

    /** The columns from the fourth on, as proc_pid_stat(5) numbers them. */
    private ProcessFigures parse(int pid) throws IOException {
        String name = text.parenthesized();
        State state = state(text.word());
        int parentPid = (int) text.number();
        long userTicks = text.skip(9).number();
        long systemTicks = text.number();
        int threads = (int) text.skip(4).number();
        long startTicks = text.skip(1).number();
        long sizeBytes = text.number();
        long rssPages = text.number();
        return new ProcessFigures(
                pid,
                startTicks,
                parentPid,
                name,
                state,
                bootTimeSeconds * MILLIS_PER_SECOND + milliseconds(startTicks),
                milliseconds(userTicks + systemTicks),
                sizeBytes,
                rssPages * pageBytes,
                threads);
    }

    private long milliseconds(long ticks) {
        return ticks * MILLIS_PER_SECOND / ticksPerSecond;
    }

    private static State state(String letter) {
        return switch (letter) {
            case "R" -> State.RUNNING;
            case "S", "D" -> State.SLEEPING;
            case "I" -> State.IDLE;
            case "T", "t" -> State.STOPPED;
            case "Z" -> State.ZOMBIE;
            case "X", "x" -> State.DEAD;
            default -> State.UNKNOWN;
        };
    }

    @Override
    public Optional<ProcessDetails> details(ProcessFigures process) {
        return details.read(process);
    }

    /** As of the latest listing. */
    @Override
    public OptionalLong startedSinceBoot() {
        return startedSinceBoot;
    }

    private void readStat() throws IOException {
        startedSinceBoot = OptionalLong.empty();
        text.load(stat);
        while (text.nextLine()) {
            if (text.at("btime ")) {
                updateBootTime(text.skip(1).number());
            } else if (text.at("processes ")) {
                startedSinceBoot = OptionalLong.of(text.skip(1).number());
            }
        }
    }

    private void updateBootTime(long seconds) {
        if (Math.abs(seconds - bootTimeSeconds) > BOOT_TIME_TOLERANCE_SECONDS) {
            bootTimeSeconds = seconds;
        }
    }
}
