package io.hostpulse.stack.upgrade;

import io.hostpulse.stack.client.RestorePoint;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The state that jobs were stopped with, by their ids; jobs are stopped by several threads. */
final class LeftState {

    private final Map<String, SavepointRecord> records = new LinkedHashMap<>();
    private final Map<String, Optional<RestorePoint>> cancelled = new LinkedHashMap<>();

    synchronized void stoppedWith(SavepointRecord record) {
        records.put(record.job().id(), record);
    }

    /**
     * @param state empty if it had none yet
     */
    synchronized void cancelledAt(JobDescription job, Optional<RestorePoint> state) {
        cancelled.put(job.id(), state);
    }

    boolean isStopped(String jobId) {
        return records.containsKey(jobId) || cancelled.containsKey(jobId);
    }

    /** Of one job; empty as long as it has not been stopped, and if it had none. */
    Optional<RestorePoint> by(String jobId) {
        return Optional.ofNullable(records.get(jobId))
                .map(SavepointRecord::savepoint)
                .or(() -> cancelled.getOrDefault(jobId, Optional.empty()));
    }

    List<SavepointRecord> records() {
        return List.copyOf(records.values());
    }
}
