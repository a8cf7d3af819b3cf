package io.hostpulse.agent;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.hostpulse.agent.read.LenientText;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;

/**
 * Tells whether systemd is rebooting the machine. It has a job then that starts the target of the
 * reboot, and waits for the agent to stop. Where its jobs cannot be listed, as from a container, a
 * shutdown that was scheduled for a time that has come tells the same; see shutdown(8).
 */
final class SystemdShutdown {

    private static final List<String> LIST_JOBS =
            List.of("systemctl", "list-jobs", "--full", "--plain", "--no-legend", "--no-pager");

    private static final Set<String> REBOOTS =
            Set.of("reboot.target", "kexec.target", "soft-reboot.target");

    private static final Pattern REBOOT_MODE =
            Pattern.compile("^MODE=(reboot|kexec|soft-reboot)$", Pattern.MULTILINE);
    private static final Pattern TIME = Pattern.compile("^USEC=(\\d{1,18})$", Pattern.MULTILINE);

    private final Path systemd;
    private final List<String> listJobs;
    private final Duration patience;
    private final Clock clock;

    SystemdShutdown(Path systemd, List<String> listJobs, Duration patience, Clock clock) {
        this.systemd = systemd;
        this.listJobs = listJobs;
        this.patience = patience;
        this.clock = clock;
    }

    /**
     * @param root where the agent sees the host's root directory; anywhere but at / the jobs are
     *     those of another systemd
     * @param patience how long systemd may take to answer
     */
    static SystemdShutdown of(Path root, Duration patience) {
        return new SystemdShutdown(
                root.resolve("run/systemd"),
                root.getNameCount() == 0 ? LIST_JOBS : List.of(),
                patience,
                Clock.systemUTC());
    }

    boolean isRebooting() {
        // what sd_booted(3) looks at
        if (!Files.isDirectory(systemd.resolve("system"))) {
            return false;
        }
        return jobs().map(SystemdShutdown::startsReboot).orElseGet(this::isScheduledReboot);
    }

    /** Lines of number, unit, type and state; empty when systemd does not answer. */
    private Optional<String> jobs() {
        if (listJobs.isEmpty()) {
            return Optional.empty();
        }
        Process command = null;
        try {
            command =
                    new ProcessBuilder(listJobs)
                            .redirectError(ProcessBuilder.Redirect.DISCARD)
                            .start();
            command.getOutputStream().close();
            // jobs are few, and fit into the pipe
            boolean answered = command.waitFor(patience.toNanos(), TimeUnit.NANOSECONDS);
            return answered && command.exitValue() == 0
                    ? Optional.of(new String(command.getInputStream().readAllBytes(), UTF_8))
                    : Optional.empty();
        } catch (IOException noSuchCommand) {
            return Optional.empty();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return Optional.empty();
        } finally {
            if (command != null) {
                command.destroyForcibly();
            }
        }
    }

    private static boolean startsReboot(String jobs) {
        return jobs.lines()
                .map(line -> line.strip().split("\\s+"))
                .anyMatch(
                        job ->
                                job.length >= 3
                                        && REBOOTS.contains(job[1])
                                        && job[2].equals("start"));
    }

    private boolean isScheduledReboot() {
        try {
            String scheduled = LenientText.read(systemd.resolve("shutdown/scheduled"));
            boolean due =
                    TIME.matcher(scheduled)
                            .results()
                            .allMatch(
                                    time -> Long.parseLong(time.group(1)) / 1000 <= clock.millis());
            return due && REBOOT_MODE.matcher(scheduled).find();
        } catch (IOException nothingScheduled) {
            return false;
        }
    }
}
