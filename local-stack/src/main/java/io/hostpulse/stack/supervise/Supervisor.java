package io.hostpulse.stack.supervise;

import io.hostpulse.stack.Component;
import io.hostpulse.stack.DataDirectory;
import io.hostpulse.stack.process.Launch;
import io.hostpulse.stack.process.Pause;
import io.hostpulse.stack.process.RunRecord;
import io.hostpulse.stack.process.RunRecords;
import io.hostpulse.stack.process.StackProcess;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * Looks after a running stack: starts again what has ended, until another command stops the stack.
 * It does not need to be the parent of what it looks after, and may itself end and be started again
 * at any time.
 */
public final class Supervisor {

    private static final Duration LOOK_INTERVAL = Duration.ofMillis(500);

    private final DataDirectory data;
    private final ProcessTable processes;
    private final Supervision supervision;
    private final JobSupervision jobs;
    private final Consumer<String> log;
    private final RestartRecords restarts;
    private boolean isStopped;
    private String lastTrouble = "";

    /**
     * @param listener is told what is logged, too
     */
    public Supervisor(DataDirectory data, Consumer<String> listener) {
        this.data = data;
        this.processes = new RecordedProcesses(data);
        this.restarts = new RestartRecords(data);
        this.log =
                new SupervisorLog(data.log(Component.SUPERVISOR), Clock.systemUTC())
                        .andThen(listener);
        this.supervision = new Supervision(processes, this::restarted, log);
        this.jobs = new JobSupervision(data, log);
    }

    /** Starts one as a process of its own, unless one looks after this stack already. */
    public static RunRecord ensureRunning(DataDirectory data) {
        return running(data)
                .orElseGet(
                        () ->
                                StackProcess.start(
                                                data,
                                                Component.SUPERVISOR,
                                                SupervisorProgram.command(data),
                                                Map.of("MALLOC_ARENA_MAX", "1"),
                                                "")
                                        .runRecord());
    }

    /** The one that looks after a stack. */
    public static Optional<RunRecord> running(DataDirectory data) {
        return new RunRecords(data.run()).find(Component.SUPERVISOR).filter(RunRecord::isAlive);
    }

    /** Writes down that this process is the supervisor. */
    public void register() {
        StackProcess.record(
                data,
                Component.SUPERVISOR,
                ProcessHandle.current().pid(),
                "",
                Launch.of(List.of(), Map.of()));
    }

    /** Returns when the stack was stopped. */
    public void run() {
        log.accept("The supervisor looks after " + processes.all().size() + " processes");
        while (look()) {
            Pause.of(LOOK_INTERVAL);
        }
    }

    /** Ends {@link #run} after what it may just be doing. */
    public synchronized void stop() {
        isStopped = true;
    }

    private synchronized boolean look() {
        try {
            List<RunRecord> all = processes.all();
            if (isStopped || all.isEmpty()) {
                return false;
            }
            Instant now = Instant.now();
            supervision.look(now);
            jobs.look(find(Component.JOBMANAGER), now);
            lastTrouble = "";
        } catch (RuntimeException e) {
            // whatever it is, a disk that is full for a while, it is no reason to leave the stack
            // alone
            report(e);
        }
        return true;
    }

    private void report(RuntimeException e) {
        String trouble = e.toString();
        if (trouble.equals(lastTrouble)) {
            return;
        }
        lastTrouble = trouble;
        try {
            log.accept(trouble);
        } catch (RuntimeException notEvenThat) {
            e.addSuppressed(notEvenThat);
        }
    }

    private Optional<RunRecord> find(Component component) {
        return processes.all().stream()
                .filter(record -> record.component() == component)
                .findFirst();
    }

    private void restarted(Component component, Instant time, String cause) {
        restarts.add(component, time, cause);
        log.accept(component.title() + " was started again");
    }
}
