package io.hostpulse.stack.upgrade;

import io.hostpulse.stack.Progress;
import io.hostpulse.stack.StackException;
import io.hostpulse.stack.client.FlinkRest;
import io.hostpulse.stack.client.JobSubmission;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/**
 * Whatever can be found out and done while nothing is stopped: whether a savepoint can be taken,
 * whether the jobs to come can start, and whether there is room for them.
 */
final class Preparation {

    private final FlinkRest flink;
    private final UploadedJars jars;
    private final TrialSavepoints trials;
    private final Changeover.Limits limits;
    private final Progress progress;
    private final Set<String> withoutSavepoint = new HashSet<>();

    Preparation(
            FlinkRest flink,
            UploadedJars jars,
            TrialSavepoints trials,
            Changeover.Limits limits,
            Progress progress) {
        this.flink = flink;
        this.jars = jars;
        this.trials = trials;
        this.limits = limits;
        this.progress = progress;
    }

    /**
     * @param mustTakeSavepoint whether the jobs that leave have to be stopped with savepoints
     * @return how to start each job that comes, but for its state
     * @throws StackException if it cannot work
     */
    List<JobSubmission> prepare(
            List<LeavingJob> leaving, List<JobDraft> coming, boolean mustTakeSavepoint) {
        coming.stream().map(JobDraft::jar).distinct().forEach(JobJar::requireJobIn);
        if (mustTakeSavepoint && !leaving.isEmpty()) {
            progress.step(
                    "Trial savepoint",
                    () -> takeTrials(leaving),
                    places -> String.join(", ", places));
        }
        Map<Path, String> uploaded =
                progress.step("Upload", () -> upload(leaving, coming), ids -> "");
        List<JobSubmission> submissions = new ArrayList<>();
        int slots = 0;
        for (JobDraft draft : coming) {
            JobSubmission submission =
                    new JobSubmission(
                            uploaded.get(draft.jar()),
                            draft.arguments(),
                            draft.parallelism(),
                            Optional.empty(),
                            draft.mayLeaveState());
            slots +=
                    progress.step(
                            "Check",
                            () -> new DraftCheck(flink, trials).check(draft, submission),
                            parallelism ->
                                    "%s, parallelism %d"
                                            .formatted(
                                                    Pipeline.list(draft.pipelines()), parallelism));
            submissions.add(submission);
        }
        requireSlots(slots, leaving);
        return submissions;
    }

    private List<String> takeTrials(List<LeavingJob> leaving) {
        List<String> places = new ArrayList<>();
        for (LeavingJob each : leaving) {
            JobDescription job = each.job();
            try {
                places.add(trials.take(job, limits.savepoint()).location());
            } catch (StackException e) {
                if (!job.canRepeat()) {
                    throw e;
                }
                withoutSavepoint.add(job.id());
                progress.note(
                        "The job %s takes no savepoint and goes on from its last checkpoint: %s"
                                .formatted(Pipeline.list(job.pipelines()), e.getMessage()));
            }
        }
        return places;
    }

    /** Ids of jobs that take none now, and need none. */
    Set<String> withoutSavepoint() {
        return withoutSavepoint;
    }

    /** Those that leave too, as nothing is processed while they would be uploaded to come back. */
    private Map<Path, String> upload(List<LeavingJob> leaving, List<JobDraft> coming) {
        Map<Path, String> ids = new LinkedHashMap<>();
        Stream.concat(coming.stream().map(JobDraft::jar), leaving.stream().map(LeavingJob::jar))
                .forEach(jar -> ids.computeIfAbsent(jar, jars::idOf));
        return ids;
    }

    private void requireSlots(int needed, List<LeavingJob> leaving) {
        int available =
                flink.freeSlots()
                        + leaving.stream().mapToInt(each -> each.job().parallelism()).sum();
        if (needed > available) {
            throw new StackException(
                    "%d slots are needed, and Flink has %d for this: start TaskManagers with more slots, or give a smaller --parallelism. Nothing was stopped."
                            .formatted(needed, available));
        }
    }
}
