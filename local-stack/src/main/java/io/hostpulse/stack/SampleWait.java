package io.hostpulse.stack;

import io.hostpulse.stack.client.Elasticsearch;
import io.hostpulse.stack.client.FlinkJob;
import io.hostpulse.stack.client.FlinkRest;
import io.hostpulse.stack.client.HttpStatusException;
import io.hostpulse.stack.process.Pause;
import io.hostpulse.stack.process.RunRecord;
import io.hostpulse.stack.process.RunRecords;
import io.hostpulse.stack.server.CollectorAgent;
import io.hostpulse.stack.upgrade.Pipeline;
import java.io.UncheckedIOException;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * Waits until new samples can be found: as long as it takes while the job catches up with older
 * ones, and not when something has ended or the job fails again and again.
 */
final class SampleWait {

    private static final Duration LIMIT = Duration.ofSeconds(90);
    private static final int RESTARTS_BEFORE_GIVING_UP = 10;
    private static final Duration POLL_INTERVAL = Duration.ofMillis(100);
    private static final Duration LOOK_INTERVAL = Duration.ofSeconds(1);

    private final DataDirectory data;
    private final Elasticsearch elasticsearch;
    private final FlinkRest flink;
    private final Consumer<String> progress;
    private final CatchUp catchUp = new CatchUp();
    private Optional<Integer> restartsBefore = Optional.empty();

    /**
     * @param progress is told how far the job is behind
     */
    SampleWait(DataDirectory data, Consumer<String> progress) {
        this.data = data;
        StackAddresses addresses = StackAddresses.of(data);
        this.elasticsearch = new Elasticsearch(URI.create(addresses.elasticsearch()));
        this.flink = new FlinkRest(URI.create(addresses.flink()));
        this.progress = progress;
    }

    /**
     * Returns when a sample that the stack's agent has taken after a moment can be found.
     *
     * @return this host's name
     * @throws StackException if something has ended or fails, or nothing comes although the job is
     *     not behind
     */
    String await(Instant since) {
        Instant deadline = Instant.now().plus(LIMIT);
        Instant nextLook = Instant.now().plus(LOOK_INTERVAL);
        Optional<String> host = find(since);
        while (host.isEmpty()) {
            Pause.of(POLL_INTERVAL);
            Instant now = Instant.now();
            if (now.isAfter(nextLook)) {
                nextLook = now.plus(LOOK_INTERVAL);
                throwIfEnded();
                if (isBehind(now)) {
                    deadline = now.plus(LIMIT);
                }
            }
            if (now.isAfter(deadline)) {
                throw new StackException(
                        "No sample of this host can be found after %d s, though the job is not behind."
                                .formatted(LIMIT.toSeconds()),
                        data.log(Component.TASKMANAGER),
                        null);
            }
            host = find(since);
        }
        return host.get();
    }

    private Optional<String> find(Instant since) {
        try {
            return CollectorAgent.hostId(data)
                    .flatMap(
                            hostId ->
                                    SampleSearch.findHostSampledSince(
                                            elasticsearch, hostId, since));
        } catch (UncheckedIOException busyOrEnded) {
            return Optional.empty();
        }
    }

    private void throwIfEnded() {
        for (RunRecord record : new RunRecords(data.run()).supervised()) {
            if (!record.isAlive()) {
                throw new StackException(
                        "%s has ended, %s."
                                .formatted(record.component().title(), record.causeOfEnd()),
                        record.tellingLog(),
                        null);
            }
        }
    }

    private boolean isBehind(Instant now) {
        try {
            List<FlinkJob> jobs = flink.jobs().stream().filter(FlinkJob::isActive).toList();
            if (jobs.isEmpty()) {
                throw new StackException(
                        "The job has ended.", data.log(Component.JOBMANAGER), null);
            }
            jobs.forEach(this::throwIfFailing);
            long behind = 0;
            for (FlinkJob job : jobs) {
                behind = Math.max(behind, samplesBehind(job.id()));
            }
            catchUp.observe(now, behind);
            catchUp.describe().ifPresent(progress);
            return behind > 0;
        } catch (UncheckedIOException | HttpStatusException noAnswer) {
            return false;
        }
    }

    private long samplesBehind(String jobId) {
        long behind = 0;
        for (Pipeline pipeline : List.of(Pipeline.DETECT, Pipeline.INDEX)) {
            behind = Math.max(behind, flink.pendingRecords(jobId, pipeline.sourceVertex()));
        }
        return behind;
    }

    private void throwIfFailing(FlinkJob job) {
        int restarts = flink.restarts(job.id());
        if (restartsBefore.isEmpty()) {
            restartsBefore = Optional.of(restarts);
        }
        if (restarts - restartsBefore.get() >= RESTARTS_BEFORE_GIVING_UP) {
            throw new StackException(
                    "The job fails again and again: %s."
                            .formatted(flink.lastFailure(job.id()).orElse("no reason is known")),
                    data.log(Component.JOBMANAGER),
                    null);
        }
    }
}
