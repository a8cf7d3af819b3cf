package io.hostpulse.stack.process;

import static java.lang.ProcessBuilder.Redirect;
import static java.nio.charset.StandardCharsets.UTF_8;

import io.hostpulse.stack.Component;
import io.hostpulse.stack.DataDirectory;
import io.hostpulse.stack.StackException;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.BooleanSupplier;

/** A process of the stack, started or found again by its run record. */
public final class StackProcess {

    /** How a process ended. */
    public enum Ending {
        WAS_GONE,
        ENDED,
        KILLED,
        /** It runs still: it is another user's, or hangs in the kernel. */
        STAYED
    }

    private static final Duration POLL_INTERVAL = Duration.ofMillis(50);
    private static final Duration KILL_LIMIT = Duration.ofSeconds(5);

    /**
     * Prints the number of the process and waits to write down its exit code, which only the parent
     * gets to know: that is this shell, since whoever starts processes may end before they do.
     */
    private static final String WATCH_END =
            """
            exit_file=$1; shift
            setsid "$@" > "$0" 2>&1 < /dev/null &
            echo $!
            exec > /dev/null 2>&1
            wait $!
            echo $! $? > "$exit_file"
            """;

    private final RunRecords records;
    private final RunRecord record;

    public StackProcess(RunRecords records, RunRecord record) {
        this.records = records;
        this.record = record;
    }

    /** As {@link #start(DataDirectory, Component, Launch, String)}, of a command that stays. */
    public static StackProcess start(
            DataDirectory data,
            Component component,
            List<String> command,
            Map<String, String> environment,
            String address) {
        return start(data, component, Launch.of(command, environment), address);
    }

    /**
     * Starts a command in a session of its own and writes its run record.
     *
     * @param address where it will answer, empty if it serves nobody
     * @throws StackException if it does not even start
     */
    public static StackProcess start(
            DataDirectory data, Component component, Launch launch, String address) {
        if (launch.command().isEmpty()) {
            throw new StackException(
                    component.title()
                            + " was started by an older version, so it is not known how: `hostpulse down` and then `up` start it.");
        }
        Path output = data.output(component);
        Path exitFile = RunRecord.exitFile(data.log(component), component);
        List<String> watched =
                new ArrayList<>(
                        List.of(
                                "setsid",
                                "sh",
                                "-c",
                                WATCH_END,
                                output.toString(),
                                exitFile.toString()));
        watched.addAll(launch.command());
        ProcessBuilder builder =
                new ProcessBuilder(watched)
                        .directory(data.root().toFile())
                        .redirectInput(Redirect.from(Path.of("/dev/null").toFile()))
                        .redirectError(output.toFile());
        builder.environment().putAll(launch.environment());
        try {
            Files.deleteIfExists(exitFile);
            if (launch.pidFile().isPresent()) {
                Files.deleteIfExists(launch.pidFile().get());
            }
            Process shell = builder.start();
            long pid = readPid(shell);
            return recordOrEnd(data, component, pid, address, launch)
                    .orElseThrow(
                            () ->
                                    new StackException(
                                            component.title() + " ended at once.", output, null));
        } catch (IOException | NumberFormatException e) {
            throw new StackException(
                    component.title() + " cannot be started: " + e.getMessage() + ".", e);
        }
    }

    /** A process without its run record would never be found again: it is ended. */
    private static Optional<StackProcess> recordOrEnd(
            DataDirectory data, Component component, long pid, String address, Launch launch) {
        try {
            return record(data, component, pid, address, launch);
        } catch (RuntimeException e) {
            ProcessIdentity.ofRunning(pid).stream()
                    .flatMap(started -> started.withSession().stream())
                    .forEach(ProcessIdentity::kill);
            throw e;
        }
    }

    private static long readPid(Process shell) throws IOException {
        try (BufferedReader said = shell.inputReader(UTF_8)) {
            String line = said.readLine();
            if (line == null) {
                throw new IOException("`setsid` and `sh` do not run");
            }
            return Long.parseLong(line);
        }
    }

    /** Starts again what has ended, as it was started before. */
    public static StackProcess restart(DataDirectory data, RunRecord ended) {
        return start(data, ended.component(), ended.launch(), ended.address());
    }

    /** Writes the run record of a process that is running already, if it still is. */
    public static Optional<StackProcess> record(
            DataDirectory data, Component component, long pid, String address, Launch launch) {
        RunRecords records = new RunRecords(data.run());
        return ProcessIdentity.ofRunning(pid)
                .map(
                        identity ->
                                new RunRecord(
                                        component,
                                        identity,
                                        Instant.now(),
                                        address,
                                        data.log(component),
                                        launch))
                .map(
                        record -> {
                            records.write(record);
                            return new StackProcess(records, record);
                        });
    }

    /**
     * The server that a command has left behind, which has its run record from now on; empty if
     * there is none or it has ended.
     */
    public static Optional<StackProcess> adopt(DataDirectory data, RunRecord command) {
        return command.launch()
                .pidFile()
                .flatMap(StackProcess::readPidFile)
                .filter(pid -> pid != command.process().pid())
                .flatMap(
                        pid ->
                                record(
                                        data,
                                        command.component(),
                                        pid,
                                        command.address(),
                                        command.launch()));
    }

    /**
     * The server that this command starts, once it has left it behind; this process where the
     * command is the server.
     *
     * @throws StackException if it ends without, or the time is over
     */
    public StackProcess awaitServer(DataDirectory data, Duration limit) {
        Instant deadline = Instant.now().plus(limit);
        while (isCommand()) {
            if (!isAlive()) {
                return adopt(data, record).orElseThrow(this::endedWhileStarting);
            }
            if (Instant.now().isAfter(deadline)) {
                throw notAnswering(limit);
            }
            Pause.of(POLL_INTERVAL);
        }
        return this;
    }

    private boolean isCommand() {
        Optional<Path> pidFile = record.launch().pidFile();
        return pidFile.isPresent()
                && pidFile.flatMap(StackProcess::readPidFile)
                        .filter(pid -> pid == record.process().pid())
                        .isEmpty();
    }

    private static Optional<Long> readPidFile(Path file) {
        try {
            return Optional.of(Long.parseLong(Files.readString(file).strip()));
        } catch (IOException | NumberFormatException none) {
            return Optional.empty();
        }
    }

    public RunRecord runRecord() {
        return record;
    }

    public boolean isAlive() {
        return record.isAlive();
    }

    /**
     * Waits until a check is true.
     *
     * @throws StackException if the process ends before, or the time is over
     */
    public void awaitReady(Duration limit, BooleanSupplier isReady) {
        Instant deadline = Instant.now().plus(limit);
        while (!isReady.getAsBoolean()) {
            if (!isAlive()) {
                throw endedWhileStarting();
            }
            if (Instant.now().isAfter(deadline)) {
                throw notAnswering(limit);
            }
            Pause.of(POLL_INTERVAL);
        }
    }

    /**
     * Asks the process and what it started to end, kills what has not done so in time, and forgets
     * it unless it runs still.
     */
    public Ending stop(Duration patience) {
        Ending ending = end(patience);
        if (ending == Ending.STAYED) {
            return ending;
        }
        // else it would be written into a directory that may be gone by then
        record.awaitExitCode();
        records.remove(record.component());
        return ending;
    }

    private Ending end(Duration patience) {
        boolean wasAlive = isAlive();
        List<ProcessIdentity> processes = record.process().withSession();
        boolean wereAsked = true;
        for (ProcessIdentity process : processes) {
            wereAsked &= process.terminate();
        }
        if (areGone(processes, wereAsked ? patience : KILL_LIMIT)) {
            return wasAlive ? Ending.ENDED : Ending.WAS_GONE;
        }
        processes.forEach(ProcessIdentity::kill);
        return areGone(processes, KILL_LIMIT) ? Ending.KILLED : Ending.STAYED;
    }

    private static boolean areGone(List<ProcessIdentity> processes, Duration patience) {
        Instant deadline = Instant.now().plus(patience);
        while (processes.stream().anyMatch(ProcessIdentity::isAlive)) {
            if (Instant.now().isAfter(deadline)) {
                return false;
            }
            Pause.of(POLL_INTERVAL);
        }
        return true;
    }

    /** The process has ended before it answered; with the reason that it logged, if any. */
    public StackException endedWhileStarting() {
        record.awaitExitCode();
        Path log = record.tellingLog();
        String reason =
                record.fullDisk()
                        .map(cause -> ": " + cause + ".")
                        .or(() -> new LogTail(log).lastError().map(error -> ": " + error))
                        .orElse(".");
        return new StackException(
                record.component().title() + " ended while starting" + reason, log, null);
    }

    /** The process does not answer in time. */
    public StackException notAnswering(Duration limit) {
        return new StackException(
                "%s does not answer after %d s."
                        .formatted(record.component().title(), limit.toSeconds()),
                record.tellingLog(),
                null);
    }
}
