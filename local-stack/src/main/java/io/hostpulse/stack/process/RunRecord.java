package io.hostpulse.stack.process;

import io.hostpulse.stack.Component;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * What is written down of a started process, for other commands to find it.
 *
 * @param component what it is
 * @param process which process it is
 * @param started when it was started
 * @param address where it answers, a TaskManager to Prometheus; empty if it serves nobody
 * @param log the file it logs to
 * @param launch how it was started
 */
public record RunRecord(
        Component component,
        ProcessIdentity process,
        Instant started,
        String address,
        Path log,
        Launch launch) {

    /** As printed for {@code -XX:+ExitOnOutOfMemoryError}. */
    private static final String EXHAUSTED = "Terminating due to ";

    private static final int LINES_AFTER_EXHAUSTION = 50;

    private static final Duration EXIT_CODE_LIMIT = Duration.ofMillis(500);
    private static final Duration EXIT_CODE_INTERVAL = Duration.ofMillis(20);

    /**
     * The file that tells most of this run: its log, or what it printed when it did not come as far
     * as writing a log.
     */
    public Path tellingLog() {
        boolean isOfThisRun = log.toFile().lastModified() >= started.toEpochMilli();
        return isOfThisRun ? log : output();
    }

    /** What to tell when it has ended unasked. */
    public String tellEnd() {
        return "%s has ended%s; its log is %s"
                .formatted(
                        component.title(),
                        exhaustion()
                                .map(error -> " for want of memory (" + error + ")")
                                .or(() -> fullDisk().map(cause -> ", " + cause))
                                .or(() -> exitCode().map(code -> ", " + code.describe()))
                                .orElse(""),
                        tellingLog());
    }

    /** Why it has ended, as far as that is known: {@code exit code 137 (killed)}. */
    public String causeOfEnd() {
        return exhaustion()
                .map(error -> "want of memory (" + error + ")")
                .or(this::fullDisk)
                .or(() -> exitCode().map(ExitCode::describe))
                .orElse("it ended, its exit code is not known");
    }

    /**
     * That it ended because its disk was full, or what else is known of its end if the disk is full
     * now; empty if neither is so, or somebody has ended it.
     */
    Optional<String> fullDisk() {
        if (exitCode().filter(ExitCode::isAsked).isPresent()) {
            return Optional.empty();
        }
        // one that a command has left behind may have lived on and been killed: nobody knows its
        // code
        boolean isCodeKept = launch.pidFile().isEmpty();
        if (isCodeKept && FullDisk.isToldIn(Stream.of(tellingLog(), output()))) {
            return Optional.of(noRoom());
        }
        return FullDisk.isNow(log.getParent())
                ? Optional.of(
                        exitCode().map(ExitCode::describe).orElse("its exit code is not known")
                                + ", and "
                                + noRoom())
                : Optional.empty();
    }

    /** Its data is beside the directory of the logs. */
    private String noRoom() {
        return "the disk of " + log.resolve("../..").normalize() + " is full";
    }

    /** Empty while it runs, and of a server that its command has left behind. */
    public Optional<ExitCode> exitCode() {
        return ExitCode.read(exitFile(log, component), process.pid());
    }

    /**
     * Waits a moment until the exit code is written down, which the shell that waits for the
     * process does after its end. No shell waits for a server that a command has left behind.
     */
    public void awaitExitCode() {
        Instant deadline = Instant.now().plus(EXIT_CODE_LIMIT);
        boolean isExpected = !launch.command().isEmpty() && launch.pidFile().isEmpty();
        while (isExpected && exitCode().isEmpty() && Instant.now().isBefore(deadline)) {
            Pause.of(EXIT_CODE_INTERVAL);
        }
    }

    static Path exitFile(Path log, Component component) {
        return log.resolveSibling(component.id() + ".exit");
    }

    /** A JVM that runs out of memory prints so, and no more comes into its log. */
    private Optional<String> exhaustion() {
        return new LogTail(output())
                .lastLines(LINES_AFTER_EXHAUSTION).stream()
                        .filter(line -> line.startsWith(EXHAUSTED))
                        .map(line -> line.substring(EXHAUSTED.length()))
                        .findFirst();
    }

    private Path output() {
        return log.resolveSibling(component.id() + ".out");
    }

    public boolean isAlive() {
        return process.isAlive();
    }
}
