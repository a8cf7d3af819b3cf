package io.hostpulse.stack.view;

import io.hostpulse.stack.client.CheckpointSummary;
import io.hostpulse.stack.client.FlinkJob;
import io.hostpulse.stack.client.FlinkRest;
import io.hostpulse.stack.upgrade.JobDescription;
import io.hostpulse.stack.upgrade.Pipeline;
import io.hostpulse.stack.view.StackStatus.JobStatus;
import io.hostpulse.stack.view.StackStatus.LastCheckpoint;
import java.time.Clock;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.Set;

/** Looks at the jobs of a Flink cluster. */
record JobProbe(FlinkRest flink, Clock clock) {

    /** Twice what a checkpoint that is stuck is given before Flink gives it up by default. */
    private static final Duration CHECKPOINT_TOO_OLD = Duration.ofMinutes(20);

    /** Those that run or try to, detect first; if none does, the one that has ended last. */
    List<JobStatus> look() {
        List<FlinkJob> all = flink.jobs();
        List<FlinkJob> active = all.stream().filter(FlinkJob::isActive).toList();
        return (active.isEmpty() ? all.stream().limit(1) : active.stream())
                .map(this::describe)
                .sorted(Comparator.comparing(job -> Pipeline.list(job.pipelines())))
                .toList();
    }

    private JobStatus describe(FlinkJob job) {
        CheckpointSummary checkpoints = flink.checkpoints(job.id());
        JobDescription description = JobDescription.of(flink, job.id());
        return new JobStatus(
                job.id(),
                description.pipelines(),
                job.state(),
                job.tasks(),
                job.runningTasks(),
                description.release(),
                flink.restarts(job.id()),
                checkpoints.failed(),
                checkpoints.last().map(this::describe));
    }

    private LastCheckpoint describe(CheckpointSummary.Completed checkpoint) {
        return new LastCheckpoint(
                Duration.between(checkpoint.time(), clock.instant()),
                checkpoint.sizeBytes(),
                checkpoint.duration());
    }

    /**
     * @param hasAlertmanager whether there is one to tell
     */
    static void addProblems(List<JobStatus> jobs, boolean hasAlertmanager, List<String> problems) {
        if (jobs.isEmpty()) {
            problems.add("Flink runs no job.");
            return;
        }
        jobs.forEach(job -> addProblems(job, problems));
        Set<Pipeline> missing = Pipeline.wanted(hasAlertmanager);
        jobs.forEach(job -> missing.removeAll(job.pipelines()));
        if (!missing.isEmpty()) {
            problems.add(
                    "No job runs %s: `hostpulse up` starts it again if it ran before, else `hostpulse down` and then `up` do."
                            .formatted(Pipeline.list(missing)));
        }
    }

    private static void addProblems(JobStatus job, List<String> problems) {
        String name = Pipeline.list(job.pipelines());
        if (!job.state().equals("RUNNING")) {
            problems.add("The job %s is %s, not RUNNING.".formatted(name, job.state()));
        } else if (job.runningTasks() < job.tasks()) {
            problems.add(
                    "The job %s is being started: %d of its %d tasks run."
                            .formatted(name, job.runningTasks(), job.tasks()));
        }
        job.lastCheckpoint()
                .filter(last -> last.age().compareTo(CHECKPOINT_TOO_OLD) > 0)
                .ifPresent(
                        last ->
                                problems.add(
                                        "The last checkpoint of the job %s is %d minutes old."
                                                .formatted(name, last.age().toMinutes())));
    }
}
