package io.hostpulse.job.alert;

import static io.hostpulse.job.model.AlertTransition.State.FIRING;
import static io.hostpulse.job.model.AlertTransition.State.RESOLVED;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import io.hostpulse.job.model.AlertTransition;
import io.hostpulse.job.model.ConditionEvent;
import io.hostpulse.job.model.ConditionEvent.Phase;
import java.util.List;
import org.apache.flink.api.common.typeinfo.Types;
import org.apache.flink.runtime.checkpoint.OperatorSubtaskState;
import org.apache.flink.streaming.api.operators.co.KeyedCoProcessOperator;
import org.apache.flink.streaming.runtime.streamrecord.StreamRecord;
import org.apache.flink.streaming.util.KeyedTwoInputStreamOperatorTestHarness;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class AlertLifecycleTest {

    private KeyedTwoInputStreamOperatorTestHarness<
                    String, ConditionEvent, ConditionEvent, AlertTransition>
            harness;

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
    void firesAndResolvesOneAlert() throws Exception {
        complete(1_000, 11_000);
        end(1_000, 20_000);

        assertThat(transitions())
                .extracting(AlertTransition::state)
                .containsExactly(FIRING, RESOLVED);
        AlertTransition resolved = transitions().get(1);
        assertThat(resolved.alertId())
                .isEqualTo(transitions().get(0).alertId())
                .isEqualTo("cpu|web|1000");
        assertThat(resolved.startedMillis()).isEqualTo(1_000);
        assertThat(resolved.firedMillis()).isEqualTo(11_000);
        assertThat(resolved.resolvedMillis()).isEqualTo(20_000);
        assertThat(harness.numKeyedStateEntries()).isZero();
    }

    @Test
    void resolvesAnAlertWhoseEndOvertookIt() throws Exception {
        end(1_000, 20_000);
        complete(1_000, 11_000);

        assertThat(transitions())
                .extracting(AlertTransition::state)
                .containsExactly(FIRING, RESOLVED);
        assertThat(harness.numKeyedStateEntries()).isZero();
    }

    @Test
    void keepsSeveralAlertsApartWhenOneInputIsFarAhead() throws Exception {
        end(1_000, 20_000);
        end(30_000, 50_000);
        complete(1_000, 11_000);
        complete(30_000, 40_000);
        complete(60_000, 70_000);
        complete(90_000, 100_000);
        end(60_000, 80_000);
        end(90_000, 110_000);

        assertThat(transitions().stream().filter(alert -> alert.state() == RESOLVED))
                .extracting(AlertTransition::startedMillis, AlertTransition::resolvedMillis)
                .containsExactly(
                        tuple(1_000L, 20_000L),
                        tuple(30_000L, 50_000L),
                        tuple(60_000L, 80_000L),
                        tuple(90_000L, 110_000L));
        assertThat(harness.numKeyedStateEntries()).isZero();
    }

    @Test
    void staysSilentAboutAConditionThatNeverHeldForLongEnough() throws Exception {
        end(1_000, 5_000);

        assertThat(transitions()).isEmpty();
    }

    @Test
    void doesNotTakeTheEndOfAnEarlierConditionForThatOfTheAlert() throws Exception {
        end(1_000, 5_000);
        complete(6_000, 16_000);

        assertThat(transitions()).extracting(AlertTransition::state).containsExactly(FIRING);
    }

    @Test
    void forgetsAnEndThatNoAlertFollows() throws Exception {
        end(1_000, 5_000);

        harness.setProcessingTime(60_000);

        assertThat(harness.numKeyedStateEntries()).isZero();
    }

    @Test
    void resolvesAfterARestoreWhatFiredBefore() throws Exception {
        complete(1_000, 11_000);
        OperatorSubtaskState snapshot = harness.snapshot(1, 1);
        harness.close();

        harness = newHarness();
        harness.initializeState(snapshot);
        harness.open();
        end(1_000, 20_000);

        assertThat(transitions()).extracting(AlertTransition::state).containsExactly(RESOLVED);
    }

    private void complete(long began, long time) throws Exception {
        harness.processElement1(new StreamRecord<>(event(Phase.HOLDS, began, time)));
    }

    private void end(long began, long time) throws Exception {
        harness.processElement2(new StreamRecord<>(event(Phase.ENDS, began, time)));
    }

    private List<AlertTransition> transitions() {
        return harness.extractOutputValues();
    }

    private static ConditionEvent event(Phase phase, long began, long time) {
        return new ConditionEvent(
                "cpu|web",
                phase,
                "cpu",
                "CPU",
                "warning",
                "web",
                "web",
                "",
                "metric",
                time,
                began,
                began,
                10_000,
                0,
                0,
                0,
                0,
                0.95,
                0.9,
                0.97,
                0,
                "{}",
                "message",
                phase == Phase.ENDS ? "back to normal" : "");
    }

    private static KeyedTwoInputStreamOperatorTestHarness<
                    String, ConditionEvent, ConditionEvent, AlertTransition>
            newHarness() throws Exception {
        return new KeyedTwoInputStreamOperatorTestHarness<>(
                new KeyedCoProcessOperator<>(new AlertLifecycle()),
                ConditionEvent::alertKey,
                ConditionEvent::alertKey,
                Types.STRING);
    }
}
