package io.hostpulse.stack.upgrade;

import io.hostpulse.stack.StackException;
import io.hostpulse.stack.client.FlinkRest;
import io.hostpulse.stack.client.HttpStatusException;
import io.hostpulse.stack.process.Pause;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.function.BooleanSupplier;
import java.util.function.Predicate;

/** Watches jobs that were started until they run well, or it is clear that they do not. */
final class JobWatch {

    private static final int NOT_FOUND = 404;
    private static final int SERVICE_UNAVAILABLE = 503;
    private static final Duration POLL_INTERVAL = Duration.ofMillis(100);
    private static final Duration CHECKPOINT_LIMIT = Duration.ofSeconds(5);
    private static final int FAILURES_BEFORE_GIVING_UP = 4;
    private static final Set<String> ENDED = Set.of("FAILED", "CANCELED", "FINISHED");

    private final FlinkRest flink;
    private final Duration limit;
    private final Instant deadline;
    private final BooleanSupplier isInterrupted;

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
        await(jobs, flink::isFullyRunning, "does not run fully");
    }

    /** Returns when every job has completed a checkpoint. */
    void awaitCheckpoints(List<String> jobs) {
        await(jobs, this::completesCheckpoint, "completes no checkpoint");
    }

    private void await(List<String> jobs, Predicate<String> isReached, String complaint) {
        for (String job : jobs) {
            while (!isReachedNow(job, isReached)) {
                if (isInterrupted.getAsBoolean()) {
                    throw new StackException("Interrupted.");
                }
                if (Instant.now().isAfter(deadline)) {
                    throw new StackException(
                            "The new job %s %s after %d s%s"
                                    .formatted(
                                            job, complaint, limit.toSeconds(), lastFailure(job)));
                }
                Pause.of(POLL_INTERVAL);
            }
        }
    }

    /** A JobManager that does not answer for a moment may come back before the deadline. */
    private boolean isReachedNow(String job, Predicate<String> isReached) {
        try {
            throwIfFailed(job);
            return isReached.test(job);
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

    private void throwIfFailed(String job) {
        boolean hasEnded = ENDED.contains(flink.jobState(job));
        boolean isHopeless =
                flink.failures(job) >= FAILURES_BEFORE_GIVING_UP
                        || flink.lastFailedTask(job).filter(StartTrouble::isFinal).isPresent();
        if (hasEnded || isHopeless) {
            throw new StackException(
                    flink.lastFailedTask(job)
                            .map(StartTrouble::describe)
                            .orElseGet(() -> "The new job is " + flink.jobState(job) + "."));
        }
    }

    private boolean completesCheckpoint(String job) {
        if (flink.checkpoints(job).completed() == 0) {
            try {
                flink.savepoints().checkpoint(job, CHECKPOINT_LIMIT);
            } catch (StackException notYet) {
                return false;
            }
        }
        return flink.isFullyRunning(job);
    }

    private String lastFailure(String job) {
        try {
            return flink.lastFailedTask(job)
                    .map(failure -> ". " + StartTrouble.describe(failure))
                    .orElse(": are there enough slots, and do Kafka and Elasticsearch answer?");
        } catch (UncheckedIOException | HttpStatusException silent) {
            return ": the JobManager does not answer.";
        }
    }
}
