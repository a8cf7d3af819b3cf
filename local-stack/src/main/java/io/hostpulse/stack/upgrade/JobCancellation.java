package io.hostpulse.stack.upgrade;

import io.hostpulse.stack.Progress;
import io.hostpulse.stack.client.FlinkRest;
import io.hostpulse.stack.client.HttpStatusException;
import io.hostpulse.stack.process.Pause;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.time.Instant;

/** Ends jobs without a savepoint, and waits until they have ended. */
final class JobCancellation {

    private static final Duration LIMIT = Duration.ofSeconds(30);
    private static final Duration POLL_INTERVAL = Duration.ofMillis(50);

    private final FlinkRest flink;
    private final Progress progress;

    JobCancellation(FlinkRest flink, Progress progress) {
        this.flink = flink;
        this.progress = progress;
    }

    void cancel(String jobId) {
        try {
            if (isActive(jobId)) {
                flink.cancel(jobId);
            }
            Instant deadline = Instant.now().plus(LIMIT);
            while (isActive(jobId) && Instant.now().isBefore(deadline)) {
                Pause.of(POLL_INTERVAL);
            }
        } catch (HttpStatusException | UncheckedIOException e) {
            progress.note("Job " + jobId + " could not be cancelled: " + e.getMessage());
        }
    }

    private boolean isActive(String jobId) {
        return flink.jobs().stream().anyMatch(job -> job.id().equals(jobId) && job.isActive());
    }
}
