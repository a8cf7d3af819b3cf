package io.hostpulse.stack.upgrade;

import io.hostpulse.stack.StackException;
import io.hostpulse.stack.client.FlinkRest;
import io.hostpulse.stack.client.HttpStatusException;
import io.hostpulse.stack.client.RestorePoint;
import io.hostpulse.stack.upgrade.SavepointRecord.Reason;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** Takes savepoints, writes them down, and removes old ones. */
public final class RecordedSavepoints {

    private static final Duration DISPOSAL_LIMIT = Duration.ofSeconds(20);

    private final FlinkRest flink;
    private final SavepointFolder folder;

    public RecordedSavepoints(FlinkRest flink, SavepointFolder folder) {
        this.flink = flink;
        this.folder = folder;
    }

    /** A name for what is done now, which savepoints taken together share. */
    public static String newOperation() {
        return Instant.now().toString();
    }

    /** Of a job that goes on running. */
    public SavepointRecord take(JobDescription job, String operation, Duration limit) {
        return write(job, flink.savepoints().take(job.id(), limit), Reason.SAVEPOINT, operation);
    }

    /** Stops the job. */
    public SavepointRecord stop(
            JobDescription job, Reason reason, String operation, Duration limit) {
        return write(job, flink.savepoints().stopJob(job.id(), limit), reason, operation);
    }

    /** Of a checkpoint that a job has left: as a savepoint, which a rollback can start from. */
    SavepointRecord adopt(
            JobDescription job, RestorePoint checkpoint, Reason reason, String operation) {
        return write(job, checkpoint, reason, operation);
    }

    /**
     * Removes what the retention lets go, and jars that nothing needs any more.
     *
     * @return the records of the savepoints removed
     */
    public List<SavepointRecord> prune(SavepointRetention retention) {
        List<SavepointRecord> removed = new ArrayList<>();
        for (SavepointRecord record : retention.superfluous(folder.all(), Instant.now())) {
            if (remove(record)) {
                removed.add(record);
            }
        }
        Set<String> jars = new HashSet<>();
        folder.all().forEach(record -> jars.add(record.job().jar()));
        JobDescription.active(flink).forEach(job -> jars.add(job.jar()));
        folder.jars().retain(jars);
        return removed;
    }

    /**
     * Removes a savepoint and its record.
     *
     * @return false if it cannot be removed now
     */
    boolean remove(SavepointRecord record) {
        try {
            flink.savepoints().dispose(record.savepoint(), DISPOSAL_LIMIT);
        } catch (StackException | HttpStatusException | UncheckedIOException gone) {
            // what was removed by hand cannot be removed again; what is left, next time
            if (exists(record.savepoint())) {
                return false;
            }
        }
        folder.remove(record);
        return true;
    }

    private static boolean exists(RestorePoint savepoint) {
        return !savepoint.location().startsWith("/") || savepoint.exists();
    }

    private SavepointRecord write(
            JobDescription job, RestorePoint savepoint, Reason reason, String operation) {
        SavepointRecord record =
                new SavepointRecord(
                        Instant.now(),
                        savepoint,
                        reason,
                        operation,
                        flink.savepoints().newestSize(job.id()).orElse(0),
                        job,
                        false);
        folder.write(record);
        return record;
    }
}
