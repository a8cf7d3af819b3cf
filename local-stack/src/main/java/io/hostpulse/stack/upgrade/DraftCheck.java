package io.hostpulse.stack.upgrade;

import com.fasterxml.jackson.databind.JsonNode;
import io.hostpulse.stack.StackException;
import io.hostpulse.stack.client.FlinkRest;
import io.hostpulse.stack.client.JobSubmission;
import io.hostpulse.stack.client.RestorePoint;
import io.hostpulse.stack.upgrade.JobDraft.OfLeavingJob;
import io.hostpulse.stack.upgrade.JobDraft.OfSavepoint;
import java.util.Optional;
import java.util.Set;

/** Looks whether a job to come can run, while the one before still does. */
final class DraftCheck {

    private final FlinkRest flink;
    private final TrialSavepoints trials;

    /**
     * @param trials of jobs that are to go
     */
    DraftCheck(FlinkRest flink, TrialSavepoints trials) {
        this.flink = flink;
        this.trials = trials;
    }

    /**
     * Runs the job's main method up to the job's start, with state that is like what it will be
     * given, for jobs that look at it before they start.
     *
     * @return the parallelism
     * @throws StackException if it cannot run
     */
    int check(JobDraft draft, JobSubmission submission) {
        JsonNode nodes = plan(draft, submission).path("nodes");
        Set<Pipeline> pipelines = Pipeline.ofVertices(nodes);
        if (pipelines.isEmpty()) {
            throw new StackException(
                    "%s is no job of Hostpulse: it reads none of its topics. Nothing was stopped."
                            .formatted(draft.jar()));
        }
        if (!pipelines.equals(draft.pipelines())) {
            throw new StackException(
                    "The new job would run %s, not %s. Nothing was stopped."
                            .formatted(Pipeline.list(pipelines), Pipeline.list(draft.pipelines())));
        }
        return JobDescription.largestParallelism(nodes);
    }

    private JsonNode plan(JobDraft draft, JobSubmission submission) {
        Optional<RestorePoint> state = likeState(draft);
        try {
            return flink.plan(state.map(submission::restoring).orElse(submission));
        } catch (StackException e) {
            throw new StackException(
                    "%s cannot start: %s. Nothing was stopped."
                            .formatted(draft.jar(), e.getMessage()),
                    e);
        }
    }

    private Optional<RestorePoint> likeState(JobDraft draft) {
        if (draft.state() instanceof OfLeavingJob left) {
            return trials.of(left.jobId());
        }
        return Optional.of(((OfSavepoint) draft.state()).savepoint());
    }
}
