package io.hostpulse.stack.process;

import static java.lang.ProcessBuilder.Redirect;

import io.hostpulse.stack.Component;
import io.hostpulse.stack.DataDirectory;
import io.hostpulse.stack.StackException;
import java.io.IOException;
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
        KILLED
    }

    private static final Duration POLL_INTERVAL = Duration.ofMillis(50);
    private static final Duration KILL_LIMIT = Duration.ofSeconds(5);

    private final RunRecords records;
    private final RunRecord record;

    public StackProcess(RunRecords records, RunRecord record) {
        this.records = records;
        this.record = record;
    }

    /**
     * Starts a command in a session of its own and writes its run record.
     *
     * @param address where it will answer, empty if it serves nobody
     * @throws StackException if it does not even start
     */
    public static StackProcess start(
            DataDirectory data,
            Component component,
            List<String> command,
            Map<String, String> environment,
            String address) {
        List<String> detached = new ArrayList<>(List.of("setsid"));
        detached.addAll(command);
        Path output = data.output(component);
        ProcessBuilder builder =
                new ProcessBuilder(detached)
                        .directory(data.root().toFile())
                        .redirectInput(Redirect.from(Path.of("/dev/null").toFile()))
                        .redirectErrorStream(true)
                        .redirectOutput(output.toFile());
        builder.environment().putAll(environment);
        try {
            Process process = builder.start();
            return record(data, component, process.pid(), address)
                    .orElseThrow(
                            () ->
                                    new StackException(
                                            component.title() + " ended at once.", output, null));
        } catch (IOException e) {
            throw new StackException(
                    component.title() + " cannot be started: " + e.getMessage() + ".", e);
        }
    }

    /** Writes the run record of a process that is running already, if it still is. */
    public static Optional<StackProcess> record(
            DataDirectory data, Component component, long pid, String address) {
        RunRecords records = new RunRecords(data.run());
        return ProcessIdentity.ofRunning(pid)
                .map(
                        identity ->
                                new RunRecord(
                                        component,
                                        identity,
                                        Instant.now(),
                                        address,
                                        data.log(component)))
                .map(
                        record -> {
                            records.write(record);
                            return new StackProcess(records, record);
                        });
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
     * it.
     */
    public Ending stop(Duration patience) {
        Ending ending = end(patience);
        records.remove(record.component());
        return ending;
    }

    private Ending end(Duration patience) {
        boolean wasAlive = isAlive();
        List<ProcessIdentity> processes = record.process().withSession();
        processes.forEach(ProcessIdentity::terminate);
        if (areGone(processes, patience)) {
            return wasAlive ? Ending.ENDED : Ending.WAS_GONE;
        }
        processes.forEach(ProcessIdentity::kill);
        areGone(processes, KILL_LIMIT);
        return Ending.KILLED;
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
        Path log = record.tellingLog();
        String reason = new LogTail(log).lastError().map(error -> ": " + error).orElse(".");
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
