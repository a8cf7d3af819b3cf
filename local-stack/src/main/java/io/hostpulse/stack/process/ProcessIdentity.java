package io.hostpulse.stack.process;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * One process and no other: its number, which the system gives again to later processes, with the
 * moment it started, which no other process of that number shares.
 *
 * @param pid process number
 * @param startTicks clock ticks between the boot of the machine and the start of the process
 * @param bootId of the boot that the ticks are counted from
 */
public record ProcessIdentity(long pid, long startTicks, String bootId) {

    /** Fields of {@code /proc/PID/stat} after the command's name, counted from its state (3). */
    private static final int STATE = 0;

    private static final int SESSION = 6 - 3;
    private static final int START_TICKS = 22 - 3;

    private static final String CURRENT_BOOT = readBoot(Path.of("/proc/sys/kernel/random/boot_id"));

    /** The running process with this number. */
    public static Optional<ProcessIdentity> ofRunning(long pid) {
        return stat(pid)
                .filter(fields -> !isZombie(fields))
                .map(
                        fields ->
                                new ProcessIdentity(
                                        pid, Long.parseLong(fields[START_TICKS]), CURRENT_BOOT));
    }

    public boolean isAlive() {
        return ofRunning(pid).filter(this::equals).isPresent();
    }

    /**
     * The process, if it is alive, and every living process of the session that it leads: those
     * that it started, even if it has ended itself.
     */
    public List<ProcessIdentity> withSession() {
        boolean isNumberGivenAgain = ofRunning(pid).filter(other -> !equals(other)).isPresent();
        if (isNumberGivenAgain || !bootId.equals(CURRENT_BOOT)) {
            return List.of();
        }
        return ProcessHandle.allProcesses()
                .map(ProcessHandle::pid)
                .filter(other -> other == pid || sessionOf(other) == pid)
                .flatMap(other -> ofRunning(other).stream())
                .toList();
    }

    /**
     * Asks the process to end.
     *
     * @return whether it could be asked, or had ended
     */
    public boolean terminate() {
        return !isAlive()
                || ProcessHandle.of(pid).filter(ProcessHandle::destroy).isPresent()
                || !isAlive();
    }

    /** The user that it runs as, if that is known. */
    public Optional<String> user() {
        return ProcessHandle.of(pid).flatMap(process -> process.info().user());
    }

    /** Ends the process, whether it is ready or not. */
    public void kill() {
        if (isAlive()) {
            ProcessHandle.of(pid).ifPresent(ProcessHandle::destroyForcibly);
        }
    }

    /** The memory that the process has resident, in bytes; 0 when it has ended. */
    public long residentBytes() {
        try {
            return Files.readAllLines(Path.of("/proc/" + pid + "/status")).stream()
                    .filter(line -> line.startsWith("VmRSS:"))
                    .mapToLong(line -> Long.parseLong(line.replaceAll("\\D", "")) * 1024)
                    .findFirst()
                    .orElse(0);
        } catch (IOException ended) {
            return 0;
        }
    }

    private static Optional<String[]> stat(long pid) {
        try {
            String stat = Files.readString(Path.of("/proc/" + pid + "/stat"));
            return Optional.of(stat.substring(stat.lastIndexOf(')') + 2).split(" "));
        } catch (IOException ended) {
            return Optional.empty();
        }
    }

    private static long sessionOf(long pid) {
        return stat(pid).map(fields -> Long.parseLong(fields[SESSION])).orElse(-1L);
    }

    private static boolean isZombie(String[] fields) {
        return fields[STATE].equals("Z") || fields[STATE].equals("X");
    }

    private static String readBoot(Path file) {
        try {
            return Files.readString(file).strip();
        } catch (IOException unknown) {
            return "";
        }
    }
}
