package io.hostpulse.stack;

import io.hostpulse.stack.JobState.NotedJob;
import io.hostpulse.stack.client.FlinkRest;
import io.hostpulse.stack.client.JobSubmission;
import io.hostpulse.stack.client.RestorePoint;
import io.hostpulse.stack.process.RunRecord;
import io.hostpulse.stack.upgrade.JarArchive;
import io.hostpulse.stack.upgrade.JobDescription;
import io.hostpulse.stack.upgrade.Pipeline;
import io.hostpulse.stack.upgrade.SavepointFolder;
import io.hostpulse.stack.upgrade.UploadedJars;
import java.net.URI;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;

/**
 * The jobs that ended with their JobManager, which remembers none. Each is started again as it was,
 * by jar, arguments and parallelism, from its newest checkpoint.
 */
public final class LostJobs {

    private final JobState state;
    private final SavepointFolder folder;

    public LostJobs(DataDirectory data) {
        this.state = new JobState(data);
        this.folder = SavepointFolder.of(data);
    }

    /** Those that ran before this JobManager was started. */
    public List<NotedJob> find(RunRecord jobManager) {
        return state.noted().stream()
                .filter(job -> job.since().isBefore(jobManager.started()))
                .toList();
    }

    /**
     * Starts them again, and notes each as soon as it is, so that none is started twice.
     *
     * @return of each the pipelines and the state, such as {@code detect from /…/chk-17}
     * @throws StackException if Flink does not take one; those before it are started
     */
    public List<String> resume(RunRecord jobManager, List<NotedJob> missing) {
        FlinkRest flink = new FlinkRest(URI.create(jobManager.address()));
        List<NotedJob> jobs = new ArrayList<>(state.noted());
        List<String> told = new ArrayList<>();
        for (NotedJob lost : missing) {
            Optional<RestorePoint> newest = state.newestOf(lost);
            JobDescription resumed = lost.job().withId(submit(flink, lost.job(), newest));
            jobs.set(jobs.indexOf(lost), new NotedJob(resumed, Instant.now(), newest));
            state.note(jobs);
            told.add(
                    Pipeline.list(resumed.pipelines())
                            + newest.map(point -> " from " + point.location())
                                    .orElse(" without state"));
        }
        return told;
    }

    private String submit(FlinkRest flink, JobDescription job, Optional<RestorePoint> newest) {
        Path jar = folder.jars().find(job.jar()).orElseGet(() -> builtHere(job));
        boolean hasAllPipelines = job.pipelines().containsAll(EnumSet.allOf(Pipeline.class));
        return flink.run(
                new JobSubmission(
                        new UploadedJars(flink, folder.jars()).idOf(jar),
                        job.arguments().orElse(List.of()),
                        Optional.of(job.parallelism()).filter(parallelism -> parallelism > 0),
                        newest,
                        !hasAllPipelines));
    }

    private static Path builtHere(JobDescription job) {
        Path built = SourceTree.current().jobJar();
        if (!job.jar().isEmpty() && !JarArchive.sha256(built).equals(job.jar())) {
            throw new StackException(
                    "The jar of the job that ran (%s, SHA-256 %s) is not known any more: `hostpulse down` and then `up` start the one that is built here."
                            .formatted(job.release(), job.jar()));
        }
        return built;
    }
}
