package io.hostpulse.stack.client;

import java.util.List;
import java.util.Optional;

/**
 * A job to be started.
 *
 * @param jarId of an uploaded jar
 * @param arguments of its main method
 * @param parallelism the cluster's own if empty
 * @param restore the state to start with; empty to start without any
 * @param mayLeaveState whether state that the job has no operator for may be left behind
 */
public record JobSubmission(
        String jarId,
        List<String> arguments,
        Optional<Integer> parallelism,
        Optional<RestorePoint> restore,
        boolean mayLeaveState) {

    public JobSubmission {
        arguments = List.copyOf(arguments);
    }

    public JobSubmission restoring(RestorePoint state) {
        return new JobSubmission(jarId, arguments, parallelism, Optional.of(state), mayLeaveState);
    }
}
