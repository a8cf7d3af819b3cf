package io.hostpulse.stack.upgrade;

import io.hostpulse.stack.client.RestorePoint;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The state that jobs were stopped with, by their ids. */
final class LeftState {

    private final Map<String, SavepointRecord> records = new LinkedHashMap<>();
    private final Map<String, RestorePoint> checkpoints = new LinkedHashMap<>();

    void stoppedWith(SavepointRecord record) {
        records.put(record.job().id(), record);
    }

    void cancelledAt(JobDescription job, RestorePoint checkpoint) {
        checkpoints.put(job.id(), checkpoint);
    }

    /** Of one job; empty as long as it has not been stopped. */
    Optional<RestorePoint> by(String jobId) {
        return Optional.ofNullable(records.get(jobId))
                .map(SavepointRecord::savepoint)
                .or(() -> Optional.ofNullable(checkpoints.get(jobId)));
    }

    List<SavepointRecord> records() {
        return List.copyOf(records.values());
    }
}
