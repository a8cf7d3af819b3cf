package io.hostpulse.stack.command;

import io.hostpulse.stack.SourceTree;
import io.hostpulse.stack.StackException;
import io.hostpulse.stack.client.FlinkRest;
import io.hostpulse.stack.upgrade.Changeover;
import io.hostpulse.stack.upgrade.JarArchive;
import io.hostpulse.stack.upgrade.JobDescription;
import io.hostpulse.stack.upgrade.JobDraft;
import io.hostpulse.stack.upgrade.LeavingJob;
import io.hostpulse.stack.upgrade.RecordedSavepoints;
import io.hostpulse.stack.upgrade.SavepointFolder;
import io.hostpulse.stack.upgrade.SavepointRecord.Reason;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/** What upgrade and rollback have in common: one change from jobs to jobs, told step by step. */
final class JobChange {

    private final FlinkRest flink;
    private final FlinkOptions options;
    private final StartOptions start;
    private final ConsoleProgress progress;
    private final SavepointFolder folder;

    /**
     * @throws StackException if the cluster takes no jars
     */
    JobChange(FlinkRest flink, FlinkOptions options, StartOptions start, ConsoleProgress progress) {
        this.flink = flink;
        this.options = options;
        this.start = start;
        this.progress = progress;
        this.folder = options.folder();
        if (!flink.takesJars()) {
            throw new StackException(
                    "This Flink cluster takes no jars: it was made for one job (application mode), or web.submit.enable is false. Upgrade it where it was deployed, as docs/operations.md says for the Flink Kubernetes operator; `hostpulse savepoint --flink URL` works here.");
        }
    }

    /** The jobs with the jars that they can be started from again. */
    List<LeavingJob> leaving(List<JobDescription> jobs, Optional<Path> oldJar) {
        return jobs.stream().map(job -> new LeavingJob(job, find(job, oldJar))).toList();
    }

    private Path find(JobDescription job, Optional<Path> oldJar) {
        JarArchive jars = folder.jars();
        return jars.find(job.jar())
                .or(() -> oldJar.filter(jar -> isOf(job, jar)).map(jars::keep))
                .or(() -> builtHere().filter(jar -> isOf(job, jar)).map(jars::keep))
                .orElseThrow(
                        () ->
                                new StackException(
                                        "The jar of the running job (%s, SHA-256 %s) is not known here, so there would be no way back: give it with --old-jar. Nothing was stopped."
                                                .formatted(job.release(), job.jar())));
    }

    private static boolean isOf(JobDescription job, Path jar) {
        return JarArchive.sha256(jar).equals(job.jar());
    }

    private static Optional<Path> builtHere() {
        try {
            return Optional.of(SourceTree.current().jobJar());
        } catch (StackException notBuilt) {
            return Optional.empty();
        }
    }

    /**
     * Does it; if it fails, what was noted for a rollback goes for nothing.
     *
     * @param whenDone what else to write down once the new jobs run
     */
    void run(
            List<LeavingJob> leaving,
            List<JobDraft> coming,
            Reason reason,
            boolean mayCancel,
            Runnable whenDone) {
        Changeover changeover =
                new Changeover(
                        flink,
                        folder,
                        leaving,
                        coming,
                        reason,
                        mayCancel,
                        new Changeover.Limits(options.savepointLimit(), start.limit()),
                        options.runningJobs(flink),
                        progress);
        new InterruptAction(
                        () -> {
                            changeover.interrupt();
                            progress.close();
                        })
                .guard(
                        () -> {
                            changeover.run(whenDone);
                            Pruning.run(
                                    new RecordedSavepoints(flink, folder),
                                    options.retention(),
                                    progress);
                        });
    }
}
