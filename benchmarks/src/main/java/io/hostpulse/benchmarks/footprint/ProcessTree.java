package io.hostpulse.benchmarks.footprint;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;

/**
 * What a process and those that it started take, from /proc/PID/stat and /proc/PID/status; see
 * proc_pid_stat(5).
 *
 * @param root the process at the top
 */
public record ProcessTree(ProcessHandle root) {

    /** Fields of stat after the command's name: user, system, and both of waited-for children. */
    private static final int FIRST_TIME = 14 - 3;

    private static final int TIMES = 4;

    /** USER_HZ, which Linux has fixed for all that user space sees. */
    private static final double TICKS_PER_SECOND = 100;

    /** CPU time since the start, that of children which have ended included. */
    public double cpuSeconds() {
        return processes().mapToLong(ProcessTree::cpuTicks).sum() / TICKS_PER_SECOND;
    }

    /** Resident memory, pages that processes share counted in each of them. */
    public double residentMebibytes() {
        return processes().mapToLong(ProcessTree::residentKibibytes).sum() / 1024.0;
    }

    private Stream<ProcessHandle> processes() {
        return Stream.concat(Stream.of(root), root.descendants());
    }

    private static long cpuTicks(ProcessHandle process) {
        try {
            String stat = Files.readString(Path.of("/proc/" + process.pid() + "/stat"));
            String[] fields = stat.substring(stat.lastIndexOf(')') + 2).split(" ");
            long ticks = 0;
            for (int i = FIRST_TIME; i < FIRST_TIME + TIMES; i++) {
                ticks += Long.parseLong(fields[i]);
            }
            return ticks;
        } catch (IOException ended) {
            return 0;
        }
    }

    private static long residentKibibytes(ProcessHandle process) {
        try {
            return Files.readAllLines(Path.of("/proc/" + process.pid() + "/status")).stream()
                    .filter(line -> line.startsWith("VmRSS:"))
                    .mapToLong(line -> Long.parseLong(line.replaceAll("\\D", "")))
                    .sum();
        } catch (IOException ended) {
            return 0;
        }
    }
}
