package io.hostpulse.job.alert;

import static io.hostpulse.job.ConditionEvents.event;
import static io.hostpulse.job.model.AlertTransition.State.FIRING;
import static io.hostpulse.job.model.AlertTransition.State.PENDING;
import static io.hostpulse.job.model.AlertTransition.State.RESOLVED;
import static org.assertj.core.api.Assertions.assertThat;

import io.hostpulse.job.ConditionEvents;
import io.hostpulse.job.RegisteredMetrics;
import io.hostpulse.job.model.AlertTransition;
import io.hostpulse.job.model.ConditionEvent;
import io.hostpulse.job.model.ConditionEvent.Phase;
import java.util.List;
import org.apache.flink.api.common.typeinfo.Types;
import org.apache.flink.runtime.checkpoint.OperatorSubtaskState;
import org.apache.flink.streaming.api.operators.KeyedProcessOperator;
import org.apache.flink.streaming.util.KeyedOneInputStreamOperatorTestHarness;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class AlertLifecycleTest {

    private static final ConditionEvent BEGINS = event(Phase.BEGINS, 1_000, 1_000, 1_000, 10_000);
    private static final ConditionEvent HOLDS = event(Phase.HOLDS, 11_000, 1_000, 1_000, 10_000);
    private static final ConditionEvent ENDS = event(Phase.ENDS, 20_000, 1_000, 1_000, 10_000);

    private RegisteredMetrics metrics;
    private KeyedOneInputStreamOperatorTestHarness<String, ConditionEvent, AlertTransition> harness;

    @BeforeEach
    void open() throws Exception {
        harness = newHarness();
        harness.open();
    }

    @AfterEach
    void close() throws Exception {
        harness.close();
    }

    @Test
    void tellsEachTransitionOnceAndKeepsNothingOfAResolvedAlert() throws Exception {
        feed(BEGINS, HOLDS, ENDS);

        assertThat(transitions())
                .extracting(AlertTransition::state)
                .containsExactly(PENDING, FIRING, RESOLVED);
        assertThat(harness.numKeyedStateEntries()).isZero();
    }

    @Test
    void keepsAlertsApart() throws Exception {
        feed(BEGINS, ConditionEvents.of("cpu|db|", BEGINS), HOLDS);

        assertThat(transitions())
                .extracting(AlertTransition::alertId)
                .containsExactly("cpu|web||1000", "cpu|db||1000", "cpu|web||1000");
        assertThat(harness.numKeyedStateEntries()).isEqualTo(2);
    }

    @Test
    void passesOverAndCountsWhatMakesNoSense() throws Exception {
        feed(event(Phase.RETURNS, 1, 1, 1, 0), BEGINS, BEGINS, HOLDS, HOLDS, ENDS, ENDS);

        assertThat(transitions())
                .extracting(AlertTransition::state)
                .containsExactly(PENDING, FIRING, RESOLVED);
        assertThat(metrics.count("senselessConditionEvents")).isEqualTo(3);
    }

    @Test
    void goesOnAfterARestore() throws Exception {
        feed(BEGINS, HOLDS);
        OperatorSubtaskState snapshot = harness.snapshot(1, 1);
        harness.close();

        harness = newHarness();
        harness.initializeState(snapshot);
        harness.open();
        feed(ENDS);

        assertThat(transitions()).extracting(AlertTransition::state).containsExactly(RESOLVED);
        assertThat(transitions().get(0).transition()).isEqualTo(3);
        assertThat(transitions().get(0).firedMillis()).isEqualTo(11_000);
    }

    private void feed(ConditionEvent... events) throws Exception {
        for (ConditionEvent event : events) {
            harness.processElement(event, 0);
        }
    }

    private List<AlertTransition> transitions() {
        return harness.extractOutputValues();
    }

    private KeyedOneInputStreamOperatorTestHarness<String, ConditionEvent, AlertTransition>
            newHarness() throws Exception {
        metrics = new RegisteredMetrics();
        return new KeyedOneInputStreamOperatorTestHarness<>(
                new KeyedProcessOperator<>(new AlertLifecycle()),
                ConditionEvent::alertKey,
                Types.STRING,
                metrics.environment());
    }
}
