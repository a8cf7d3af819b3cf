package io.hostpulse.stack.upgrade;

import io.hostpulse.stack.client.FailedTask;
import java.util.Set;

/** Says why a job does not start with its state, and what to do, in place of a stack trace. */
final class StartTrouble {

    private static final String NO_PLACE = "Cannot map checkpoint/savepoint state for operator";
    private static final String CHANGED_TYPE = "StateMigrationException";
    private static final Set<String> NO_SLOTS = Set.of("NoResourceAvailableException");
    private static final String NOT_RESTORED = "Could not restore";

    /** Of a jar whose parts do not fit one another, or the Flink that it runs on. */
    private static final Set<String> WRONG_CLASSES =
            Set.of(
                    "ClassNotFoundException",
                    "NoClassDefFoundError",
                    "NoSuchMethodError",
                    "NoSuchFieldError",
                    "AbstractMethodError",
                    "IncompatibleClassChangeError",
                    "UnsupportedClassVersionError",
                    "VerifyError",
                    "LinkageError",
                    "ExceptionInInitializerError",
                    "InvalidClassException");

    /** State may be on servers that do not answer just now. */
    private static final Set<String> MAY_PASS = Set.of("TimeoutException", "SdkClientException");

    private StartTrouble() {}

    /** Whether another attempt would fail the same way. */
    static boolean isFinal(FailedTask failure) {
        String text = failure.trace().text();
        return text.contains(NO_PLACE)
                || text.contains(CHANGED_TYPE)
                || hasWrongClasses(failure)
                || (text.contains(NOT_RESTORED) && !mayPass(failure));
    }

    static boolean isWantOfSlots(FailedTask failure) {
        return isCausedByAny(NO_SLOTS, failure);
    }

    private static boolean hasWrongClasses(FailedTask failure) {
        return isCausedByAny(WRONG_CLASSES, failure);
    }

    private static boolean isCausedByAny(Set<String> simpleNames, FailedTask failure) {
        return failure.trace().classes().stream()
                .map(StartTrouble::simpleName)
                .anyMatch(simpleNames::contains);
    }

    private static boolean mayPass(FailedTask failure) {
        return failure.trace().classes().stream()
                .anyMatch(
                        name ->
                                name.startsWith("java.net.")
                                        || MAY_PASS.contains(simpleName(name)));
    }

    private static String simpleName(String className) {
        return className.substring(className.lastIndexOf('.') + 1);
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
        if (hasWrongClasses(failure)) {
            return "The new job's classes do not fit together, or not this Flink: %s%s. Build the jar anew, for the cluster's version."
                    .formatted(failure.trace().rootCause(), inOperator(failure));
        }
        if (isWantOfSlots(failure)) {
            return "No TaskManager offers enough slots.";
        }
        return "The new job fails%s: %s."
                .formatted(inOperator(failure), failure.trace().rootCause());
    }

    private static String inOperator(FailedTask failure) {
        return failure.task().isEmpty() ? "" : " in " + operator(failure);
    }

    /** Flink adds the number of the subtask. */
    private static String operator(FailedTask failure) {
        String task = failure.task().replaceFirst(" \\(\\d+/\\d+\\).*$", "");
        return task.isEmpty() ? "an operator" : "\"" + task + "\"";
    }
}
