package io.hostpulse.stack.upgrade;

import io.hostpulse.stack.StackException;
import io.hostpulse.stack.client.FlinkRest;
import io.hostpulse.stack.client.RestorePoint;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Savepoints of jobs that go on running, for as long as it is looked whether others could start
 * from them. A checkpoint would not do: it is removed when the next one is complete, often before a
 * new job's main method has come to read it.
 */
final class TrialSavepoints {

    private final FlinkRest flink;
    private final RecordedSavepoints recorded;
    private final String operation = RecordedSavepoints.newOperation();
    private final Map<String, SavepointRecord> taken = new ConcurrentHashMap<>();

    TrialSavepoints(FlinkRest flink, RecordedSavepoints recorded) {
        this.flink = flink;
        this.recorded = recorded;
    }

    /**
     * Takes one, which shows that the job can be stopped with a savepoint too. A checkpoint comes
     * first, because it may be given up, while a savepoint that is late would be left over.
     *
     * @return where it is
     * @throws StackException if Flink takes none in time
     */
    RestorePoint take(JobDescription job, Duration limit) {
        try {
            flink.savepoints().checkpoint(job.id(), limit);
            taken.put(job.id(), recorded.take(job, operation, limit));
            return taken.get(job.id()).savepoint();
        } catch (StackException e) {
            throw new StackException(
                    e.getMessage()
                            + " So nothing was stopped. Checkpoints and savepoints wait for Elasticsearch and Alertmanager: is one of them away? `hostpulse status` tells of the last one.",
                    e);
        }
    }

    /** Of one job: what was taken, else its newest checkpoint. */
    Optional<RestorePoint> of(String jobId) {
        return Optional.ofNullable(taken.get(jobId))
                .map(SavepointRecord::savepoint)
                .or(() -> flink.savepoints().newestState(jobId));
    }

    /** Removes them all; one that cannot be now, goes with other old savepoints. */
    void remove() {
        List.copyOf(taken.values()).forEach(recorded::remove);
        taken.clear();
    }
}
