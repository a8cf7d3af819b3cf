package io.hostpulse.stack.upgrade;

import io.hostpulse.stack.client.FlinkRest.FailedTask;

/** Says why a job does not start with its state, and what to do, in place of a stack trace. */
final class StartTrouble {

    private static final String NO_PLACE = "Cannot map checkpoint/savepoint state for operator";
    private static final String CHANGED_TYPE = "StateMigrationException";
    private static final String NOT_RESTORED = "Could not restore";

    private StartTrouble() {}

    /** Whether another attempt would fail the same way. */
    static boolean isFinal(FailedTask failure) {
        String text = failure.trace().text();
        return text.contains(NO_PLACE)
                || text.contains(CHANGED_TYPE)
                || text.contains(NOT_RESTORED);
    }

    /** Sentences. */
    static String describe(FailedTask failure) {
        String text = failure.trace().text();
        if (text.contains(NO_PLACE)) {
            return "State of an operator of the old job has no place in the new one ("
                    + failure.trace().rootCause()
                    + "). Keep the operator and its uid; --allow-lost-state gives its state up.";
        }
        if (text.contains(CHANGED_TYPE) || text.contains(NOT_RESTORED)) {
            return "The new job cannot read the state of %s: %s. Components of state records may be added, not renamed or retyped: keep the type of old, or give the new state a new name (docs/operations.md, Upgrading the job)."
                    .formatted(operator(failure), failure.trace().rootCause());
        }
        return "The new job fails%s: %s."
                .formatted(
                        failure.task().isEmpty() ? "" : " in " + operator(failure),
                        failure.trace().rootCause());
    }

    /** Flink adds the number of the subtask. */
    private static String operator(FailedTask failure) {
        String task = failure.task().replaceFirst(" \\(\\d+/\\d+\\).*$", "");
        return task.isEmpty() ? "an operator" : "\"" + task + "\"";
    }
}
