package io.hostpulse.stack.upgrade;

import io.hostpulse.stack.StackException;
import io.hostpulse.stack.upgrade.JobDraft.OfSavepoint;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/** Decides which jobs are started from recorded savepoints, as they were when those were taken. */
public final class PlanRollback {

    private PlanRollback() {}

    /**
     * @throws StackException if a jar is not kept any more
     */
    public static List<JobDraft> follow(List<SavepointRecord> records, JarArchive jars) {
        return records.stream().map(record -> draft(record, jars)).toList();
    }

    private static JobDraft draft(SavepointRecord record, JarArchive jars) {
        JobDescription job = record.job();
        Path jar =
                jars.find(job.jar())
                        .orElseThrow(
                                () ->
                                        new StackException(
                                                "The jar of %s (SHA-256 %s) is not in %s any more: put it there as %s.jar."
                                                        .formatted(
                                                                job.release(),
                                                                job.jar(),
                                                                jars.root(),
                                                                job.jar())));
        return new JobDraft(
                jar,
                PlanUpgrade.argumentsOf(job),
                Optional.of(job.parallelism()),
                job.pipelines(),
                new OfSavepoint(record.savepoint()),
                false);
    }
}
