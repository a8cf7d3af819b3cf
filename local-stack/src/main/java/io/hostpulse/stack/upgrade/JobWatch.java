package io.hostpulse.stack.upgrade;

import io.hostpulse.stack.StackException;
import io.hostpulse.stack.client.FailedTask;
import io.hostpulse.stack.client.FlinkJob;
import io.hostpulse.stack.client.FlinkRest;
import io.hostpulse.stack.client.HttpStatusException;
import io.hostpulse.stack.process.Pause;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import java.util.function.Predicate;

/** Watches jobs that were started until they run well, or it is clear that they do not. */
final class JobWatch {

    private static final int NOT_FOUND = 404;
    private static final int SERVICE_UNAVAILABLE = 503;
    private static final Duration POLL_INTERVAL = Duration.ofMillis(50);
    private static final Duration CHECKPOINT_LIMIT = Duration.ofSeconds(5);
    private static final Duration CALM = Duration.ofSeconds(2);
    private static final int FAILURES_BEFORE_GIVING_UP = 3;

    /** For failures that were over between two polls. */
    private static final Duration LOOK_INTERVAL = Duration.ofSeconds(5);

    private final FlinkRest flink;
    private final Duration limit;
    private final Instant deadline;
    private final BooleanSupplier isInterrupted;
    private Instant nextLook = Instant.now().plus(LOOK_INTERVAL);

    /**
     * @param limit from now on
     * @param isInterrupted whether to stop watching
     */
    JobWatch(FlinkRest flink, Duration limit, BooleanSupplier isInterrupted) {
        this.flink = flink;
        this.limit = limit;
        this.deadline = Instant.now().plus(limit);
        this.isInterrupted = isInterrupted;
    }

    /**
     * Returns when every task of every job runs.
     *
     * @throws StackException if one fails, or does not run in time
     */
    void awaitRunning(List<String> jobs) {
        await(jobs, FlinkJob::isFullyRunning, "does not run fully");
    }

    /** Returns when every job has completed a checkpoint. */
    void awaitCheckpoints(List<String> jobs) {
        await(jobs, this::completesCheckpoint, "completes no checkpoint");
    }

    /**
     * Returns when every task of every job has run for a moment without a failure. By then samples
     * have come that waited, other than at the first checkpoint.
     */
    void awaitCalm(List<String> jobs) {
        Map<String, Instant> calmSince = new HashMap<>();
        await(
                jobs,
                job -> {
                    if (!job.isFullyRunning()) {
                        calmSince.remove(job.id());
                        return false;
                    }
                    Instant since = calmSince.computeIfAbsent(job.id(), id -> Instant.now());
                    return Instant.now().isAfter(since.plus(CALM));
                },
                "does not go on running");
    }

    private void await(List<String> jobs, Predicate<FlinkJob> isReached, String complaint) {
        List<String> waiting = new ArrayList<>(jobs);
        waiting.removeIf(job -> isReachedNow(job, isReached));
        while (!waiting.isEmpty()) {
            if (isInterrupted.getAsBoolean()) {
                throw new StackException("Interrupted.");
            }
            if (Instant.now().isAfter(deadline)) {
                throw new StackException(
                        "The new job %s %s after %d s%s"
                                .formatted(
                                        waiting.get(0),
                                        complaint,
                                        limit.toSeconds(),
                                        lastFailure(waiting.get(0))));
            }
            Pause.of(POLL_INTERVAL);
            waiting.removeIf(job -> isReachedNow(job, isReached));
        }
    }

    /** A JobManager that does not answer for a moment may come back before the deadline. */
    private boolean isReachedNow(String id, Predicate<FlinkJob> isReached) {
        try {
            Optional<FlinkJob> job = flink.findJob(id);
            if (job.isEmpty()) {
                // nor does it answer then, unless it just moves to the jobs that have ended
                flink.job(id);
                return false;
            }
            throwIfFailed(job.get());
            return isReached.test(job.get());
        } catch (UncheckedIOException silent) {
            return false;
        } catch (HttpStatusException e) {
            if (e.status() == SERVICE_UNAVAILABLE) {
                return false;
            }
            if (e.status() == NOT_FOUND) {
                throw new StackException(
                        "The JobManager does not know the new job any more, as if it had been restarted.",
                        e);
            }
            throw e;
        }
    }

    /**
     * Asks about failures only when there is one to be seen, since Flink gives the same answer for
     * a while once it has been asked.
     */
    private void throwIfFailed(FlinkJob job) {
        if (!job.isBroken() && Instant.now().isBefore(nextLook)) {
            return;
        }
        nextLook = Instant.now().plus(LOOK_INTERVAL);
        Optional<FailedTask> failure = flink.lastFailedTask(job.id());
        // a TaskManager that is away may be back before the deadline
        boolean wantsSlots = failure.filter(StartTrouble::isWantOfSlots).isPresent();
        boolean isHopeless =
                failure.filter(StartTrouble::isFinal).isPresent()
                        || (!wantsSlots && flink.failures(job.id()) >= FAILURES_BEFORE_GIVING_UP);
        boolean hasEnded =
                !job.isActive() && (failure.isPresent() || !job.state().equals("FAILED"));
        if (isHopeless || hasEnded) {
            throw new StackException(
                    failure.map(StartTrouble::describe)
                            .orElseGet(() -> "The new job is " + job.state() + "."));
        }
    }

    private boolean completesCheckpoint(FlinkJob job) {
        if (flink.checkpoints(job.id()).completed() == 0) {
            try {
                flink.savepoints().checkpoint(job.id(), CHECKPOINT_LIMIT);
            } catch (StackException notYet) {
                return false;
            }
        }
        return flink.isFullyRunning(job.id());
    }

    private String lastFailure(String job) {
        try {
            return flink.lastFailedTask(job)
                    .map(failure -> ". " + StartTrouble.describe(failure))
                    .orElse(
                            ": are there enough slots, and do Kafka, Elasticsearch and Alertmanager answer?");
        } catch (UncheckedIOException | HttpStatusException silent) {
            return ": the JobManager does not answer.";
        }
    }
}
