package io.hostpulse.stack.upgrade;

import static org.assertj.core.api.Assertions.assertThat;

import io.hostpulse.stack.client.FailedTask;
import io.hostpulse.stack.client.FlinkTrace;
import org.junit.jupiter.api.Test;

class StartTroubleTest {

    @Test
    void stateThatCannotBeReadIsToldWithTheOperator() {
        FailedTask failure =
                new FailedTask(
                        "Monitor hosts (1/2)",
                        new FlinkTrace(
                                """
                                java.lang.RuntimeException: Error while getting state
                                \tat org.apache.flink.Some.method(Some.java:1)
                                Caused by: org.apache.flink.util.StateMigrationException: The new state serializer must not be incompatible.
                                \tat org.apache.flink.Other.method(Other.java:2)
                                \t... 12 more
                                """));

        assertThat(StartTrouble.isFinal(failure)).isTrue();
        assertThat(StartTrouble.describe(failure))
                .startsWith(
                        "The new job cannot read the state of \"Monitor hosts\": StateMigrationException: The new state serializer must not be incompatible. Components")
                .doesNotContain("\tat");
    }

    @Test
    void stateWithoutAPlaceIsToldWithTheWayOut() {
        FailedTask failure =
                new FailedTask(
                        "",
                        new FlinkTrace(
                                "java.lang.IllegalStateException: Failed to rollback to checkpoint/savepoint x. Cannot map checkpoint/savepoint state for operator abc to the new program"));

        assertThat(StartTrouble.isFinal(failure)).isTrue();
        assertThat(StartTrouble.describe(failure)).contains("--allow-lost-state");
    }

    @Test
    void classesThatAreNotThereWillNotComeByAnotherAttempt() {
        FailedTask failure =
                new FailedTask(
                        "Monitor hosts (2/2)",
                        new FlinkTrace(
                                """
                                java.lang.NoClassDefFoundError: io/hostpulse/job/rule/Rule
                                \tat A.b(C.java)
                                Caused by: java.lang.ClassNotFoundException: io.hostpulse.job.rule.Rule
                                \tat A.b(C.java)
                                """));

        assertThat(StartTrouble.isFinal(failure)).isTrue();
        assertThat(StartTrouble.describe(failure))
                .isEqualTo(
                        "The new job's classes do not fit together, or not this Flink: ClassNotFoundException: io.hostpulse.job.rule.Rule in \"Monitor hosts\". Build the jar anew, for the cluster's version.");
    }

    @Test
    void stateThatIsFarAwayMayBeReadNextTime() {
        assertThat(StartTrouble.isFinal(notRestored("java.io.EOFException"))).isTrue();
        assertThat(StartTrouble.isFinal(notRestored("java.net.ConnectException: refused")))
                .isFalse();
        assertThat(StartTrouble.isFinal(notRestored("java.util.concurrent.TimeoutException: slow")))
                .isFalse();
    }

    @Test
    void aMessageThatNamesAClassIsNoCause() {
        FailedTask failure =
                new FailedTask(
                        "Read samples (1/1)",
                        new FlinkTrace(
                                """
                                java.lang.IllegalStateException: after
                                java.lang.NoSuchMethodError: x
                                \tat A.b(C.java)
                                """));

        assertThat(StartTrouble.isFinal(failure)).isFalse();
    }

    private static FailedTask notRestored(String cause) {
        return new FailedTask(
                "Monitor hosts (2/2)",
                new FlinkTrace(
                        """
                        java.lang.Exception: Exception while creating StreamOperatorStateContext.
                        \tat A.b(C.java)
                        Caused by: org.apache.flink.util.FlinkException: Could not restore keyed state backend for X from any of the 1 provided restore options.
                        \tat A.b(C.java)
                        Caused by: %s
                        \tat A.b(C.java)
                        """
                                .formatted(cause)));
    }

    @Test
    void anythingElseMayPass() {
        FailedTask failure =
                new FailedTask(
                        "Read samples (1/1)",
                        new FlinkTrace("java.io.IOException: Kafka is away.\n\tat A.b(C.java)"));

        assertThat(StartTrouble.isFinal(failure)).isFalse();
        assertThat(StartTrouble.describe(failure))
                .isEqualTo("The new job fails in \"Read samples\": IOException: Kafka is away.");
    }

    @Test
    void slotsMayStillCome() {
        FailedTask failure =
                new FailedTask(
                        "",
                        new FlinkTrace(
                                """
                                org.apache.flink.runtime.JobException: Recovery is suppressed
                                \tat org.apache.flink.runtime.A.b(A.java:1)
                                Caused by: org.apache.flink.runtime.jobmanager.scheduler.NoResourceAvailableException: Could not acquire the minimum required resources.
                                """));

        assertThat(StartTrouble.isWantOfSlots(failure)).isTrue();
        assertThat(StartTrouble.isFinal(failure)).isFalse();
        assertThat(StartTrouble.describe(failure)).isEqualTo("No TaskManager offers enough slots.");
    }

    @Test
    void aCauseOfSeveralLinesIsToldWhole() {
        assertThat(
                        new FlinkTrace(
                                        """
                                        a.B: outer
                                        \tat A.b(C.java)
                                        Caused by: c.D: this job cannot start:
                                        - operator x has another type
                                        \tat A.b(C.java)
                                        """)
                                .rootCause())
                .isEqualTo("D: this job cannot start:\n- operator x has another type");
    }
}
