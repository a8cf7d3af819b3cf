package io.hostpulse.job.alert;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import io.hostpulse.job.ConditionEvents;
import io.hostpulse.job.model.AlertTransition;
import io.hostpulse.job.model.AlertTransition.State;
import io.hostpulse.job.model.ConditionEvent.Phase;
import io.hostpulse.job.model.StateChange;
import java.util.List;
import org.apache.flink.api.common.typeinfo.Types;
import org.apache.flink.runtime.checkpoint.OperatorSubtaskState;
import org.apache.flink.streaming.api.operators.co.KeyedCoProcessOperator;
import org.apache.flink.streaming.util.KeyedTwoInputStreamOperatorTestHarness;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class FlappingLifecycleTest {

    private KeyedTwoInputStreamOperatorTestHarness<
                    String, StateChange, AlertTransition, AlertTransition>
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
    void firesOnceAndIsResolvedWhenItIsQuiet() throws Exception {
        feed(change(60_000).began(10_000), change(70_000).began(20_000), quiet(970_000));

        List<AlertTransition> alerts = harness.extractOutputValues();
        assertThat(alerts)
                .extracting(AlertTransition::state)
                .containsExactly(State.FIRING, State.RESOLVED);
        assertThat(alerts)
                .extracting(AlertTransition::alertId)
                .containsOnly(ConditionEvents.KEY + "|flapping|10000");
        assertThat(alerts)
                .extracting(AlertTransition::reason)
                .containsExactly("6 changes within 15m", "quiet for 15m");
        assertThat(alerts)
                .extracting(AlertTransition::message)
                .containsOnly(
                        "Flapping, 6 changes within 15m: "
                                + ConditionEvents.event(Phase.HOLDS, 0, 0, 0, 0).message());
        assertThat(alerts).allMatch(AlertTransition::flapping);
        assertThat(alerts).extracting(AlertTransition::ruleId).containsOnly("cpu");
        assertThat(alerts).extracting(AlertTransition::startedMillis).containsOnly(10_000L);
        assertThat(alerts).extracting(AlertTransition::firedMillis).containsOnly(60_000L);
        assertThat(alerts.get(1).resolvedMillis()).isEqualTo(970_000);
        harness.setProcessingTime(600_000);
        assertThat(harness.numKeyedStateEntries()).isZero();
    }

    @Test
    void theEndKeepsTheSeverityWhateverTheRuleSpeaksOfByNow() throws Exception {
        StateChange quiet =
                new StateChange(
                        ConditionEvents.KEY,
                        true,
                        970_000,
                        6,
                        900_000,
                        ConditionEvents.event(Phase.ENDS, 970_000, 0, 0, "critical", 0, 0.5, ""));

        feed(change(60_000).began(10_000), quiet);

        assertThat(harness.extractOutputValues())
                .extracting(
                        AlertTransition::severity,
                        AlertTransition::previousSeverity,
                        AlertTransition::inHysteresis)
                .containsExactly(
                        tuple("warning", "warning", false), tuple("warning", "warning", false));
        assertThat(harness.extractOutputValues())
                .extracting(AlertTransition::message)
                .allMatch(message -> !message.contains("0.5"));
    }

    @Test
    void staysSilentAboutQuietWithoutFlapping() throws Exception {
        feed(quiet(1_000));

        assertThat(harness.extractOutputValues()).isEmpty();
    }

    @Test
    void remembersTheAlertOverARestore() throws Exception {
        feed(change(60_000).began(10_000));
        OperatorSubtaskState snapshot = harness.snapshot(1, 1);
        harness.close();

        harness = newHarness();
        harness.initializeState(snapshot);
        harness.open();
        feed(change(70_000).began(20_000), quiet(970_000));

        assertThat(harness.extractOutputValues())
                .extracting(AlertTransition::alertId, AlertTransition::state)
                .containsExactly(tuple(ConditionEvents.KEY + "|flapping|10000", State.RESOLVED));
    }

    @Test
    void endsWhatIsPublishedAsFiringAndIsNotKnown() throws Exception {
        feed(change(60_000).began(10_000));
        AlertTransition known = harness.extractOutputValues().get(0);
        AlertTransition end = known.ended(990_000, 0, null, "not again");
        harness.processElement2(end, 0);
        harness.setProcessingTime(20_000);
        assertThat(harness.extractOutputValues()).hasSize(1);
        feed(quiet(970_000));
        harness.processElement2(end, 0);
        harness.setProcessingTime(40_000);
        assertThat(harness.extractOutputValues()).hasSize(2);

        harness.setProcessingTime(620_000);
        harness.processElement2(end, 0);
        harness.setProcessingTime(630_000);

        assertThat(harness.extractOutputValues()).hasSize(3).last().isEqualTo(end);
    }

    private void feed(StateChange... changes) throws Exception {
        for (StateChange change : changes) {
            harness.processElement1(change, 0);
        }
    }

    private static StateChange change(long time) {
        return stateChange(false, time);
    }

    private static StateChange quiet(long time) {
        return stateChange(true, time);
    }

    private static StateChange stateChange(boolean quiet, long time) {
        return new StateChange(
                ConditionEvents.KEY,
                quiet,
                time,
                6,
                900_000,
                ConditionEvents.event(Phase.HOLDS, time, 1, 1, 0));
    }

    private static KeyedTwoInputStreamOperatorTestHarness<
                    String, StateChange, AlertTransition, AlertTransition>
            newHarness() throws Exception {
        return new KeyedTwoInputStreamOperatorTestHarness<>(
                new KeyedCoProcessOperator<>(new FlappingLifecycle()),
                StateChange::alertKey,
                AlertTransition::alertKey,
                Types.STRING);
    }
}
