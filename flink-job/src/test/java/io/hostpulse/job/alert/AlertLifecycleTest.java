package io.hostpulse.job.alert;

import static io.hostpulse.job.ConditionEvents.event;
import static io.hostpulse.job.model.AlertTransition.State.FIRING;
import static io.hostpulse.job.model.AlertTransition.State.PENDING;
import static io.hostpulse.job.model.AlertTransition.State.RESOLVED;
import static org.assertj.core.api.Assertions.assertThat;

import io.hostpulse.job.Alerts;
import io.hostpulse.job.ConditionEvents;
import io.hostpulse.job.RegisteredMetrics;
import io.hostpulse.job.model.AlertTransition;
import io.hostpulse.job.model.ConditionEvent;
import io.hostpulse.job.model.ConditionEvent.Phase;
import java.util.List;
import org.apache.flink.api.common.typeinfo.Types;
import org.apache.flink.api.common.typeutils.base.StringSerializer;
import org.apache.flink.api.java.functions.KeySelector;
import org.apache.flink.runtime.checkpoint.OperatorSubtaskState;
import org.apache.flink.streaming.api.operators.co.KeyedCoProcessOperator;
import org.apache.flink.streaming.runtime.streamrecord.StreamRecord;
import org.apache.flink.streaming.util.AbstractStreamOperatorTestHarness;
import org.apache.flink.streaming.util.KeyedTwoInputStreamOperatorTestHarness;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class AlertLifecycleTest {

    private static final ConditionEvent BEGINS = event(Phase.BEGINS, 1_000, 1_000, 1_000, 10_000);
    private static final ConditionEvent HOLDS = event(Phase.HOLDS, 11_000, 1_000, 1_000, 10_000);
    private static final ConditionEvent ENDS = event(Phase.ENDS, 20_000, 1_000, 1_000, 10_000);

    private KeyedTwoInputStreamOperatorTestHarness<
                    String, ConditionEvent, AlertTransition, AlertTransition>
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
    void tellsEachTransitionOnceAndKeepsNothingOfAResolvedAlertForLong() throws Exception {
        feed(BEGINS, HOLDS, ENDS);

        assertThat(transitions())
                .extracting(AlertTransition::state)
                .containsExactly(PENDING, FIRING, RESOLVED);
        assertNothingIsLeftAfter10m();
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
        RegisteredMetrics metrics = new RegisteredMetrics();
        try (MeasuredLifecycle measured = new MeasuredLifecycle(metrics)) {
            measured.open();
            measured.feed(
                    event(Phase.RETURNS, 1, 1, 1, 0), BEGINS, BEGINS, HOLDS, HOLDS, ENDS, ENDS);

            assertThat(measured.extractOutputValues())
                    .extracting(AlertTransition::state)
                    .containsExactly(PENDING, FIRING, RESOLVED);
        }
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

    @Test
    void endsWhatIsPublishedAsOpenAndDoesNotComeAboutAgain() throws Exception {
        AlertTransition published = Alerts.firing(event(Phase.HOLDS, 5_000, 500, 500, 0));
        AlertTransition end = published.ended(9_000, 0, null, "not again");
        feed(BEGINS, HOLDS);
        harness.processElement2(end, 0);
        harness.setProcessingTime(9_999);
        harness.processElement2(end, 0);
        assertThat(transitions()).hasSize(2);

        harness.setProcessingTime(10_000);

        assertThat(transitions()).last().isEqualTo(end);
        feed(ENDS);
        assertThat(transitions()).hasSize(4);
        assertNothingIsLeftAfter10m();
    }

    @Test
    void leavesWhatIsPublishedAsOpenAndIs() throws Exception {
        AlertTransition end = Alerts.firing(HOLDS).ended(20_000, 0, null, "not again");
        feed(BEGINS);
        harness.processElement2(end, 0);
        assertThat(harness.numProcessingTimeTimers()).isZero();

        harness.setProcessingTime(20_000);
        feed(HOLDS);

        assertThat(transitions())
                .extracting(AlertTransition::state)
                .containsExactly(PENDING, FIRING);
    }

    /** The conditions that make it come by way of a pattern, and the end does not. */
    @Test
    void waitsForWhatComesAboutAgainALittleLater() throws Exception {
        harness.processElement2(Alerts.firing(HOLDS).ended(20_000, 0, null, "not again"), 0);
        harness.setProcessingTime(5_000);
        feed(BEGINS, HOLDS);

        harness.setProcessingTime(20_000);
        assertThat(transitions())
                .extracting(AlertTransition::state)
                .containsExactly(PENDING, FIRING);

        feed(ENDS);
        assertNothingIsLeftAfter10m();
    }

    /** The recall was under way when the end was published. */
    @Test
    void doesNotEndOnceMoreWhatIsOver() throws Exception {
        feed(BEGINS, HOLDS, ENDS);
        harness.processElement2(Alerts.firing(HOLDS).ended(21_000, 0, null, "not again"), 0);
        harness.setProcessingTime(60_000);

        assertThat(transitions())
                .extracting(AlertTransition::state)
                .containsExactly(PENDING, FIRING, RESOLVED);
    }

    private void assertNothingIsLeftAfter10m() throws Exception {
        harness.setProcessingTime(harness.getProcessingTime() + 600_000);
        assertThat(harness.numKeyedStateEntries()).isZero();
        assertThat(harness.numProcessingTimeTimers()).isZero();
    }

    private void feed(ConditionEvent... events) throws Exception {
        for (ConditionEvent event : events) {
            harness.processElement1(event, 0);
        }
    }

    private List<AlertTransition> transitions() {
        return harness.extractOutputValues();
    }

    /** Flink's harness for operators of two inputs takes no metrics. */
    private static final class MeasuredLifecycle
            extends AbstractStreamOperatorTestHarness<AlertTransition> {

        private final KeyedCoProcessOperator<
                        String, ConditionEvent, AlertTransition, AlertTransition>
                lifecycle;

        MeasuredLifecycle(RegisteredMetrics metrics) throws Exception {
            this(new KeyedCoProcessOperator<>(new AlertLifecycle()), metrics);
        }

        private MeasuredLifecycle(
                KeyedCoProcessOperator<String, ConditionEvent, AlertTransition, AlertTransition>
                        lifecycle,
                RegisteredMetrics metrics)
                throws Exception {
            super(lifecycle, metrics.environment());
            this.lifecycle = lifecycle;
            KeySelector<ConditionEvent, String> eventKey = ConditionEvent::alertKey;
            KeySelector<AlertTransition, String> endKey = AlertTransition::alertKey;
            config.setStatePartitioner(0, eventKey);
            config.setStatePartitioner(1, endKey);
            config.setStateKeySerializer(StringSerializer.INSTANCE);
            config.serializeAllConfigs();
        }

        void feed(ConditionEvent... events) throws Exception {
            for (ConditionEvent event : events) {
                StreamRecord<ConditionEvent> record = new StreamRecord<>(event, 0);
                lifecycle.setKeyContextElement1(record);
                lifecycle.processElement1(record);
            }
        }
    }

    private static KeyedTwoInputStreamOperatorTestHarness<
                    String, ConditionEvent, AlertTransition, AlertTransition>
            newHarness() throws Exception {
        return new KeyedTwoInputStreamOperatorTestHarness<>(
                new KeyedCoProcessOperator<>(new AlertLifecycle()),
                ConditionEvent::alertKey,
                AlertTransition::alertKey,
                Types.STRING);
    }
}
