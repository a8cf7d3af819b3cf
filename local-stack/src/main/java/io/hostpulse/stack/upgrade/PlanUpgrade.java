package io.hostpulse.stack.upgrade;

import io.hostpulse.stack.StackException;
import io.hostpulse.stack.upgrade.JobDraft.OfLeavingJob;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Decides which jobs follow on those that run.
 *
 * <p>Flink starts a job with one savepoint. Where pipelines of several jobs come together in one,
 * it is that of the job with the detect pipeline, whose state nothing else has. The index pipeline
 * then reads on from the offsets that its group has committed, and notify reads the topic of alerts
 * whole, which tells it what fires; both write under the same ids again.
 *
 * @param jar of the new jobs
 * @param groups of pipelines, one for each new job; empty if each job has a successor with its
 *     arguments
 * @param parallelism of each new job; that of the job before if empty
 * @param options for the new jobs, in place of those of the same names
 * @param mayLoseState whether pipelines may be left out, and operators without a successor
 */
public record PlanUpgrade(
        Path jar,
        List<Set<Pipeline>> groups,
        Optional<Integer> parallelism,
        List<String> options,
        boolean mayLoseState) {

    /**
     * @throws StackException if something that is done now would not be done any more, or twice
     */
    public List<JobDraft> follow(List<JobDescription> running) {
        List<JobDraft> drafts = new ArrayList<>();
        if (groups.isEmpty()) {
            running.forEach(job -> drafts.add(draft(job, changed(job))));
        } else {
            for (Set<Pipeline> group : groups) {
                JobDescription origin = origin(group, running);
                JobArguments arguments =
                        changed(origin).with("--pipelines=" + Pipeline.list(group));
                drafts.add(draft(origin, arguments));
            }
        }
        requireNothingLeftOut(running, drafts);
        return drafts;
    }

    private JobDraft draft(JobDescription origin, JobArguments arguments) {
        Set<Pipeline> pipelines = Pipeline.ofArguments(arguments.tokens());
        return new JobDraft(
                jar,
                arguments.tokens(),
                Optional.of(parallelism.orElse(origin.parallelism())),
                pipelines,
                new OfLeavingJob(origin.id()),
                mayLoseState || !pipelines.containsAll(origin.pipelines()));
    }

    private JobArguments changed(JobDescription job) {
        JobArguments arguments = new JobArguments(argumentsOf(job));
        for (String option : options) {
            arguments = arguments.with(option);
        }
        if (arguments.tokens().stream().anyMatch(token -> token.contains("://****@"))) {
            throw new StackException(
                    "An argument of the job holds a password, which it does not tell: give the option anew with --job-option.");
        }
        return arguments;
    }

    /**
     * @throws StackException if the job does not tell them
     */
    static List<String> argumentsOf(JobDescription job) {
        return job.arguments()
                .orElseThrow(
                        () ->
                                new StackException(
                                        "Job %s does not tell its arguments, as the jobs of Hostpulse 0.1.0 and newer do: stop it with a savepoint by Flink's own means, and start the new one from that."
                                                .formatted(job.id())));
    }

    private static JobDescription origin(Set<Pipeline> group, List<JobDescription> running) {
        return Pipeline.BY_STATE.stream()
                .filter(group::contains)
                .flatMap(
                        pipeline ->
                                running.stream().filter(job -> job.pipelines().contains(pipeline)))
                .findFirst()
                .orElseThrow(
                        () ->
                                new StackException(
                                        "No job runs "
                                                + Pipeline.list(group)
                                                + ", whose state a new one could take over."));
    }

    private void requireNothingLeftOut(List<JobDescription> running, List<JobDraft> drafts) {
        Set<Pipeline> coming = EnumSet.noneOf(Pipeline.class);
        for (JobDraft draft : drafts) {
            for (Pipeline pipeline : draft.pipelines()) {
                if (!coming.add(pipeline)) {
                    throw new StackException(
                            "Two jobs would run %s: name each pipeline once."
                                    .formatted(pipeline.label()));
                }
            }
        }
        Set<Pipeline> leftOut = new HashSet<>();
        running.forEach(job -> leftOut.addAll(job.pipelines()));
        leftOut.removeAll(coming);
        if (!leftOut.isEmpty() && !mayLoseState) {
            throw new StackException(
                    "Nothing would run %s any more: give it to a job of its own with another --pipelines, or give it up with --allow-lost-state."
                            .formatted(Pipeline.list(leftOut)));
        }
    }
}
