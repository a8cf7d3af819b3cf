package io.hostpulse.stack.upgrade;

import io.hostpulse.stack.Progress;
import io.hostpulse.stack.StackException;
import io.hostpulse.stack.client.FlinkRest;
import io.hostpulse.stack.client.PendingException;
import io.hostpulse.stack.client.RestorePoint;
import io.hostpulse.stack.upgrade.SavepointRecord.Reason;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;

/** Stops the jobs that leave, and notes the state of each. */
final class JobStops {

    private final FlinkRest flink;
    private final RecordedSavepoints recorded;
    private final JobCancellation cancellation;
    private final Reason reason;
    private final boolean mayCancel;
    private final Duration limit;
    private final LeftState left;
    private final RunningJobs running;
    private final Progress progress;
    private final String operation = RecordedSavepoints.newOperation();

    /**
     * @param mayCancel whether any job that takes no savepoint is cancelled, because its state is
     *     not needed
     * @param limit for each savepoint
     */
    JobStops(
            FlinkRest flink,
            RecordedSavepoints recorded,
            Reason reason,
            boolean mayCancel,
            Duration limit,
            LeftState left,
            RunningJobs running,
            Progress progress) {
        this.flink = flink;
        this.recorded = recorded;
        this.cancellation = new JobCancellation(flink, progress);
        this.reason = reason;
        this.mayCancel = mayCancel;
        this.limit = limit;
        this.left = left;
        this.running = running;
        this.progress = progress;
    }

    /**
     * Stops all at the same time, since what is stopped processes nothing.
     *
     * @param withoutSavepoint ids of those that are cancelled and go on from their last checkpoints
     * @throws StackException if one does not stop; others may have
     */
    void stopAll(List<LeavingJob> leaving, Set<String> withoutSavepoint) {
        List<CompletableFuture<Void>> stops =
                leaving.stream()
                        .map(LeavingJob::job)
                        .map(
                                job ->
                                        CompletableFuture.runAsync(
                                                () ->
                                                        stop(
                                                                job,
                                                                withoutSavepoint.contains(
                                                                        job.id()))))
                        .toList();
        List<RuntimeException> failures = new ArrayList<>();
        for (CompletableFuture<Void> each : stops) {
            try {
                each.join();
            } catch (CompletionException e) {
                failures.add(e.getCause() instanceof RuntimeException cause ? cause : e);
            }
        }
        if (!failures.isEmpty()) {
            throw failures.get(0);
        }
    }

    private void stop(JobDescription job, boolean isWithoutSavepoint) {
        progress.step(
                "Stop " + Pipeline.list(job.pipelines()),
                () -> isWithoutSavepoint ? leaveCheckpoint(job) : takeSavepoint(job),
                place -> place);
    }

    private String takeSavepoint(JobDescription job) {
        try {
            SavepointRecord record = recorded.stop(job, reason, operation, limit);
            note(record);
            return record.savepoint().location();
        } catch (PendingException e) {
            // it would stop by itself whenever the savepoint is complete after all
            String place = cancel(job);
            if (mayCancel) {
                return place;
            }
            throw e;
        } catch (StackException e) {
            if (!mayCancel) {
                throw e;
            }
            return cancel(job);
        }
    }

    private String leaveCheckpoint(JobDescription job) {
        Optional<RestorePoint> checkpoint = flink.savepoints().newestState(job.id());
        cancellation.cancel(job.id());
        if (checkpoint.isEmpty()) {
            left.cancelledAt(job, checkpoint);
            return "cancelled, without state";
        }
        note(recorded.adopt(job, checkpoint.get(), reason, operation));
        return "cancelled; left: " + checkpoint.get().location();
    }

    private String cancel(JobDescription job) {
        Optional<RestorePoint> state = flink.savepoints().newestState(job.id());
        cancellation.cancel(job.id());
        left.cancelledAt(job, state);
        return "none taken, cancelled; left: "
                + state.map(RestorePoint::location).orElse("nothing");
    }

    private synchronized void note(SavepointRecord record) {
        left.stoppedWith(record);
        running.stopped(record);
    }
}
