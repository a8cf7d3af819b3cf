package io.hostpulse.job.rule;

import static io.hostpulse.job.Samples.sample;
import static io.hostpulse.job.model.ConditionEvent.Phase.BEGINS;
import static io.hostpulse.job.model.ConditionEvent.Phase.ENDS;
import static io.hostpulse.job.model.ConditionEvent.Phase.HOLDS;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import io.hostpulse.job.model.ConditionEvent;
import io.hostpulse.job.model.DeadLetter;
import io.hostpulse.job.model.RawRecord;
import io.hostpulse.job.model.Sample;
import io.hostpulse.wire.Topics;
import java.time.Duration;
import java.util.List;
import org.apache.flink.api.common.typeinfo.Types;
import org.apache.flink.runtime.checkpoint.OperatorSubtaskState;
import org.apache.flink.streaming.api.operators.co.CoBroadcastWithKeyedOperator;
import org.apache.flink.streaming.runtime.streamrecord.StreamRecord;
import org.apache.flink.streaming.util.KeyedBroadcastOperatorTestHarness;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class EvaluateRulesTest {

    private static final String CPU_RULE =
            """
            {"id": "cpu", "name": "Busy", "severity": "warning", "for": "10s",
             "when": {"metric": "system.cpu.total.norm.pct", "above": 0.9, "clear": 0.8},
             "message": "{host} at {value}, above {threshold} for {for}"}
            """;

    private KeyedBroadcastOperatorTestHarness<String, Sample, RawRecord, ConditionEvent> harness;

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
    void followsAConditionFromBeginningToEnd() throws Exception {
        rule("cpu", CPU_RULE);
        cpu("a", 1, 0.5);
        cpu("a", 2, 0.92);
        cpu("a", 3, 0.97);
        cpu("a", 4, 0.8);
        cpu("a", 5, 0.5);

        assertThat(events())
                .extracting(ConditionEvent::phase)
                .containsExactly(BEGINS, HOLDS, HOLDS, ENDS);
        ConditionEvent end = events().get(3);
        assertThat(end.beganMillis()).isEqualTo(2);
        assertThat(end.timeMillis()).isEqualTo(4);
        assertThat(end.peak()).isEqualTo(0.97);
        assertThat(end.value()).isEqualTo(0.8);
        assertThat(end.requiredMillis()).isEqualTo(10_000);
        assertThat(end.reason()).isEqualTo("back to normal");
    }

    @Test
    void holdsOnBetweenThresholdAndClearThreshold() throws Exception {
        rule("cpu", CPU_RULE);
        cpu("a", 1, 0.85);
        cpu("a", 2, 0.95);
        cpu("a", 3, 0.85);

        assertThat(events())
                .extracting(ConditionEvent::phase)
                .containsExactly(BEGINS, HOLDS, HOLDS);
    }

    @Test
    void saysWhatHappenedInTheRulesWords() throws Exception {
        rule("cpu", CPU_RULE);
        cpu("a", 1, 0.955);

        assertThat(events().get(0).message()).isEqualTo("a at 95.5 %, above 90 % for 10s");
    }

    @Test
    void passesOverAHostThatDoesNotMeasureTheMetric() throws Exception {
        rule("cpu", CPU_RULE);
        cpu("a", 1, 0.95);
        cpu("a", 2, Double.NaN);
        cpu("a", 3, 0.95);

        assertThat(events()).extracting(ConditionEvent::timeMillis).containsExactly(1L, 1L, 3L);
    }

    @Test
    void passesOverSamplesThatComeOutOfOrder() throws Exception {
        rule("cpu", CPU_RULE);
        cpu("a", 10, 0.95);
        cpu("a", 5, 0.1);

        assertThat(events()).extracting(ConditionEvent::phase).containsExactly(BEGINS, HOLDS);
    }

    @Test
    void appliesARuleFromWhenItComes() throws Exception {
        cpu("a", 1, 0.95);
        assertThat(events()).isEmpty();

        rule("cpu", CPU_RULE);
        cpu("a", 2, 0.95);

        assertThat(events()).hasSize(2);
    }

    @Test
    void endsTheConditionsOfADeletedRule() throws Exception {
        rule("cpu", CPU_RULE);
        cpu("a", 1, 0.95);
        cpu("b", 1, 0.95);
        cpu("c", 1, 0.5);

        rule("cpu", null);
        cpu("a", 2, 0.95);

        assertThat(events().stream().filter(event -> event.phase() == ENDS))
                .extracting(ConditionEvent::hostId, ConditionEvent::reason)
                .containsExactlyInAnyOrder(tuple("a", "rule deleted"), tuple("b", "rule deleted"));
        assertThat(events().stream().filter(event -> event.phase() == BEGINS)).hasSize(2);
    }

    @Test
    void refusesARuleThatItCannotReadAndKeepsTheOldOne() throws Exception {
        rule("cpu", CPU_RULE);
        rule("cpu", "{\"id\": \"cpu\"}");
        cpu("a", 1, 0.95);

        DeadLetter letter = harness.getSideOutput(EvaluateRules.REFUSED).element().getValue();
        assertThat(letter.category()).isEqualTo("invalid-rule");
        assertThat(letter.message()).contains("name: is missing", "when: is missing");
        assertThat(events()).hasSize(2);
    }

    @Test
    void remembersRulesAndConditionsOverARestore() throws Exception {
        rule("cpu", CPU_RULE);
        cpu("a", 1, 0.95);
        OperatorSubtaskState snapshot = harness.snapshot(1, 1);
        harness.close();

        harness = newHarness();
        harness.initializeState(snapshot);
        harness.open();
        cpu("a", 2, 0.1);

        assertThat(events()).extracting(ConditionEvent::beganMillis).containsExactly(1L);
        assertThat(events()).extracting(ConditionEvent::phase).containsExactly(ENDS);
    }

    @Test
    void endsConditionsOfAHostThatIsGoneAndForgetsIt() throws Exception {
        rule("cpu", CPU_RULE);
        cpu("a", 1, 0.95);

        harness.setProcessingTime(Duration.ofHours(25).toMillis());
        assertThat(events()).last().extracting(ConditionEvent::reason).isEqualTo("host gone");
        harness.getOutput().clear();
        cpu("a", 1, 0.95);

        assertThat(events()).extracting(ConditionEvent::phase).containsExactly(BEGINS, HOLDS);
    }

    private void cpu(String host, long timeMillis, double cpu) throws Exception {
        harness.processElement(new StreamRecord<>(sample(host, timeMillis, cpu)));
    }

    private void rule(String id, String json) throws Exception {
        byte[] value = json == null ? null : json.getBytes(UTF_8);
        harness.processBroadcastElement(
                new StreamRecord<>(
                        new RawRecord(Topics.RULES, 0, 0, 0, null, id.getBytes(UTF_8), value)));
    }

    private List<ConditionEvent> events() {
        return harness.extractOutputValues();
    }

    private static KeyedBroadcastOperatorTestHarness<String, Sample, RawRecord, ConditionEvent>
            newHarness() throws Exception {
        return new KeyedBroadcastOperatorTestHarness<>(
                new CoBroadcastWithKeyedOperator<>(
                        new EvaluateRules(Duration.ofDays(1)), List.of(EvaluateRules.RULES)),
                Sample::hostId,
                Types.STRING,
                1,
                1,
                0);
    }
}
