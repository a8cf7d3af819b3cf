package io.hostpulse.stack.supervise;

import io.hostpulse.stack.Component;
import io.hostpulse.stack.StackException;
import io.hostpulse.stack.process.RunRecord;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.time.Instant;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;

/** Starts again the processes that have ended, one look at a time. */
final class Supervision {

    /** Is told of each process that was started again. */
    interface Observer {
        void restarted(Component component, Instant time, String cause);
    }

    private final ProcessTable processes;
    private final Observer observer;
    private final Consumer<String> log;
    private final RestartSchedule<Component> schedule = new RestartSchedule<>();
    private final Map<Component, RunRecord> noticed = new EnumMap<>(Component.class);
    private Optional<RunRecord> takenAlong = Optional.empty();

    Supervision(ProcessTable processes, Observer observer, Consumer<String> log) {
        this.processes = processes;
        this.observer = observer;
        this.log = log;
    }

    /** Starts what has ended and is due. */
    void look(Instant now) {
        if (processes.all().stream().allMatch(processes::isAlive)) {
            return;
        }
        processes.undisturbed(() -> mend(now));
    }

    private void mend(Instant now) {
        for (RunRecord record : List.copyOf(processes.all())) {
            if (!processes.isAlive(record) && !processes.isSucceeded(record)) {
                notice(record, now);
            }
        }
        // a second look, since a TaskManager goes with its JobManager
        for (RunRecord record : List.copyOf(processes.all())) {
            if (!processes.isAlive(record) && isDue(record, now)) {
                restart(record, now);
            }
        }
    }

    /**
     * Its job ended with the JobManager, and goes on from a checkpoint: until the TaskManager had
     * noticed, it would go on with what nobody needs any more, in the slots that the job needs.
     */
    private void notice(RunRecord ended, Instant now) {
        if (ended.equals(noticed.put(ended.component(), ended))) {
            return;
        }
        Instant due = schedule.due(ended.component(), ended.started(), now);
        log.accept(
                "%s has ended, %s; it is started again %s"
                        .formatted(
                                ended.component().title(),
                                causeOfEnd(ended),
                                due.isAfter(now)
                                        ? "in " + Duration.between(now, due).toSeconds() + " s"
                                        : "now"));
        if (ended.component() == Component.JOBMANAGER) {
            find(Component.TASKMANAGER).filter(processes::isAlive).ifPresent(this::takeAlong);
        }
    }

    private void takeAlong(RunRecord taskManager) {
        takenAlong = Optional.of(taskManager);
        schedule.forget(Component.TASKMANAGER);
        processes.kill(taskManager);
    }

    private String causeOfEnd(RunRecord ended) {
        return takenAlong.filter(ended::equals).isPresent()
                ? "its JobManager had ended"
                : processes.causeOfEnd(ended);
    }

    private boolean isDue(RunRecord ended, Instant now) {
        return noticed.containsKey(ended.component())
                && !schedule.due(ended.component(), ended.started(), now).isAfter(now);
    }

    private void restart(RunRecord ended, Instant now) {
        String cause = causeOfEnd(ended);
        try {
            processes.restart(ended);
            observer.restarted(ended.component(), now, cause);
        } catch (StackException | UncheckedIOException e) {
            schedule.failed(ended.component(), ended.started(), now);
            log.accept(e.getMessage());
        }
    }

    private Optional<RunRecord> find(Component component) {
        return processes.all().stream()
                .filter(record -> record.component() == component)
                .findFirst();
    }
}
