package io.hostpulse.stack.supervise;

import io.hostpulse.stack.Component;
import io.hostpulse.stack.DataDirectory;
import io.hostpulse.stack.LostJobs;
import io.hostpulse.stack.StackException;
import io.hostpulse.stack.client.FlinkRest;
import io.hostpulse.stack.client.HttpStatusException;
import io.hostpulse.stack.process.RunRecord;
import io.hostpulse.stack.process.RunRecords;
import io.hostpulse.stack.process.StackLock;
import java.io.UncheckedIOException;
import java.net.URI;
import java.time.Instant;
import java.util.Optional;
import java.util.function.Consumer;

/** Starts the jobs again that a JobManager has forgotten by ending. */
final class JobSupervision {

    private final DataDirectory data;
    private final LostJobs lost;
    private final Consumer<String> log;
    private final RestartSchedule<Component> schedule = new RestartSchedule<>();
    private Optional<RunRecord> settled = Optional.empty();
    private Instant nextAttempt = Instant.MIN;

    JobSupervision(DataDirectory data, Consumer<String> log) {
        this.data = data;
        this.lost = new LostJobs(data);
        this.log = log;
    }

    void look(Optional<RunRecord> jobManager, Instant now) {
        if (jobManager.isEmpty() || jobManager.equals(settled) || now.isBefore(nextAttempt)) {
            return;
        }
        RunRecord record = jobManager.get();
        if (lost.find(record).isEmpty()) {
            settled = jobManager;
        } else if (record.isAlive() && new FlinkRest(URI.create(record.address())).isUp()) {
            resume(record, now);
        }
    }

    /** Not while a command changes the job, which notes what runs when it is done. */
    private void resume(RunRecord jobManager, Instant now) {
        Optional<StackLock> lock = StackLock.tryAcquire(data);
        if (lock.isEmpty()) {
            return;
        }
        try (StackLock held = lock.get()) {
            boolean isCurrent =
                    new RunRecords(data.run())
                            .find(Component.JOBMANAGER)
                            .filter(jobManager::equals)
                            .isPresent();
            if (isCurrent) {
                lost.resume(jobManager, lost.find(jobManager))
                        .forEach(job -> log.accept("Started again: job " + job));
            }
        } catch (StackException | HttpStatusException | UncheckedIOException e) {
            schedule.failed(Component.JOBMANAGER, jobManager.started(), now);
            nextAttempt = schedule.due(Component.JOBMANAGER, jobManager.started(), now);
            log.accept("Jobs cannot be started again yet: " + e.getMessage());
        }
    }
}
