package io.hostpulse.stack;

import io.hostpulse.stack.client.FlinkRest;
import io.hostpulse.stack.client.HttpStatusException;
import io.hostpulse.stack.process.RunRecord;
import io.hostpulse.stack.process.RunRecords;
import io.hostpulse.stack.process.StackProcess;
import io.hostpulse.stack.process.StackProcess.Ending;
import io.hostpulse.stack.upgrade.JobDescription;
import io.hostpulse.stack.upgrade.Pipeline;
import io.hostpulse.stack.upgrade.RecordedSavepoints;
import io.hostpulse.stack.upgrade.SavepointFolder;
import io.hostpulse.stack.upgrade.SavepointRecord;
import io.hostpulse.stack.upgrade.SavepointRecord.Reason;
import io.hostpulse.stack.upgrade.SavepointRetention;
import java.io.UncheckedIOException;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * Stops a stack in order: the supervisor, the agent, the jobs with savepoints, then the servers.
 */
public final class StopSequence {

    private static final Duration SAVEPOINT_LIMIT = Duration.ofMinutes(1);
    private static final Duration PROCESS_LIMIT = Duration.ofSeconds(20);

    /** Samples on their way to Kafka come before the job; what stores its output comes last. */
    private static final List<Component> SERVERS =
            List.of(
                    Component.TASKMANAGER,
                    Component.JOBMANAGER,
                    Component.ALERTMANAGER,
                    Component.KIBANA,
                    Component.ELASTICSEARCH,
                    Component.KAFKA);

    private final DataDirectory data;
    private final RunRecords records;
    private final Progress progress;
    private boolean isAllStopped = true;

    public StopSequence(DataDirectory data, Progress progress) {
        this.data = data;
        this.records = new RunRecords(data.run());
        this.progress = progress;
    }

    /**
     * Stops everything so that it can go on from there, and tells of what it cannot stop.
     *
     * @return whether nothing runs any more
     */
    public boolean stop() {
        // else it would start again what is stopped
        stopProcess(Component.SUPERVISOR);
        stopProcess(Component.AGENT);
        if (isAlive(Component.JOBMANAGER) && !isAlive(Component.TASKMANAGER)) {
            progress.note(
                    "The TaskManager has ended, so jobs are left to their last checkpoints, without a savepoint.");
        } else if (isAlive(Component.JOBMANAGER)) {
            records.find(Component.JOBMANAGER)
                    .map(RunRecord::address)
                    .map(address -> new FlinkRest(URI.create(address)))
                    .ifPresent(this::stopJobs);
        }
        SERVERS.forEach(this::stopProcess);
        return isAllStopped;
    }

    /**
     * Stops the processes and leaves the jobs to their last checkpoints.
     *
     * @return whether nothing runs any more
     */
    public boolean stopProcesses() {
        stopProcess(Component.SUPERVISOR);
        stopProcess(Component.AGENT);
        SERVERS.forEach(this::stopProcess);
        return isAllStopped;
    }

    private boolean isAlive(Component component) {
        return records.find(component).filter(RunRecord::isAlive).isPresent();
    }

    private void stopJobs(FlinkRest flink) {
        RecordedSavepoints savepoints = new RecordedSavepoints(flink, SavepointFolder.of(data));
        String operation = RecordedSavepoints.newOperation();
        try {
            for (JobDescription job : JobDescription.active(flink)) {
                stopJob(
                        flink,
                        job,
                        () -> savepoints.stop(job, Reason.DOWN, operation, SAVEPOINT_LIMIT));
            }
            savepoints.prune(SavepointRetention.DEFAULT);
        } catch (StackException | HttpStatusException | UncheckedIOException e) {
            progress.note("Jobs are left to their last checkpoints: " + e.getMessage());
        }
    }

    private void stopJob(FlinkRest flink, JobDescription job, Supplier<SavepointRecord> stop) {
        String pipelines = Pipeline.list(job.pipelines());
        try {
            progress.step(
                    "Job %s, with a savepoint".formatted(pipelines), stop, this::noteSavepoint);
        } catch (StackException | HttpStatusException | UncheckedIOException e) {
            progress.note(
                    "The job %s was stopped without a savepoint and goes on from its last checkpoint next time: %s"
                            .formatted(pipelines, e.getMessage()));
            cancel(flink, job);
        }
    }

    private String noteSavepoint(SavepointRecord record) {
        new JobState(data).stoppedWith(record.job().id(), record.savepoint());
        return record.savepoint().location();
    }

    /** Cancelled, unlike killed together with its cluster, a job retains its checkpoint. */
    private void cancel(FlinkRest flink, JobDescription job) {
        try {
            flink.cancel(job.id());
        } catch (HttpStatusException | UncheckedIOException e) {
            progress.note("The job could not be cancelled: " + e.getMessage());
        }
    }

    private void stopProcess(Component component) {
        Optional<RunRecord> record = records.find(component);
        if (record.isEmpty()) {
            return;
        }
        try {
            progress.step(component.title(), () -> stop(record.get()), StopSequence::describe);
        } catch (StackException e) {
            isAllStopped = false;
            progress.note(e.getMessage());
        }
    }

    private Ending stop(RunRecord record) {
        Ending ending = new StackProcess(records, record).stop(PROCESS_LIMIT);
        if (ending == Ending.STAYED) {
            throw new StackException(
                    "%s runs still: process %d %s."
                            .formatted(
                                    record.component().title(),
                                    record.process().pid(),
                                    whyItStays(record)));
        }
        return ending;
    }

    private static String whyItStays(RunRecord record) {
        String self = System.getProperty("user.name");
        return record.process()
                .user()
                .filter(user -> !user.equals(self))
                .map(user -> "belongs to " + user + ", who has to end it")
                .orElse("cannot be killed, as if it waited for a disk");
    }

    private static String describe(Ending ending) {
        return switch (ending) {
            case WAS_GONE -> "had ended before";
            case ENDED -> "";
            case STAYED -> throw new IllegalStateException("told already");
            case KILLED ->
                    "did not end in %d s and was killed".formatted(PROCESS_LIMIT.toSeconds());
        };
    }
}
