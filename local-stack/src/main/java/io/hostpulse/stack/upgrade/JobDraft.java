package io.hostpulse.stack.upgrade;

import io.hostpulse.stack.client.RestorePoint;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * A job that is to come.
 *
 * @param parallelism the cluster's own if empty
 * @param pipelines that it must turn out to run
 * @param state that it starts with
 * @param mayLeaveState whether state that it has no operator for may be left behind
 */
public record JobDraft(
        Path jar,
        List<String> arguments,
        Optional<Integer> parallelism,
        Set<Pipeline> pipelines,
        StateSource state,
        boolean mayLeaveState) {

    /** The same with the state of a savepoint. */
    public JobDraft from(RestorePoint savepoint) {
        return new JobDraft(
                jar, arguments, parallelism, pipelines, new OfSavepoint(savepoint), mayLeaveState);
    }

    /** Where its state comes from. */
    public sealed interface StateSource permits OfLeavingJob, OfSavepoint {}

    /** The savepoint that a job which is to go is stopped with. */
    public record OfLeavingJob(String jobId) implements StateSource {}

    /** One that is there. */
    public record OfSavepoint(RestorePoint savepoint) implements StateSource {}
}
