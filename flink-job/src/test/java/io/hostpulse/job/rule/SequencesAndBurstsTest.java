package io.hostpulse.job.rule;

import static io.hostpulse.job.rule.Readings.CPU;
import static io.hostpulse.job.rule.Readings.MEMORY;
import static io.hostpulse.job.rule.Readings.sample;
import static org.assertj.core.api.Assertions.assertThat;

import io.hostpulse.job.model.ConditionEvent;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Steps of sequences and bursts of repetitions, as patterns are told of them. */
class SequencesAndBurstsTest {

    @RegisterExtension private final RulesHarness harness = new RulesHarness();

    @Test
    void stepsOfASequenceAreToldWhenTheyBegin() throws Exception {
        harness.ruleOf(
                """
                'when': {'sequence': [
                    {'step': 'memory climbs', 'metric': '%s', 'above': 0.5},
                    {'step': 'cpu saturates', 'metric': '%s', 'above': 0.9, 'within': '10s'}]}"""
                        .formatted(MEMORY, CPU));
        read(500, Map.of(CPU, 0.5, MEMORY, 0.4));
        read(1_000, Map.of(CPU, 0.5, MEMORY, 0.6));
        read(2_000, Map.of(CPU, 0.5, MEMORY, 0.6));
        read(3_000, Map.of(CPU, 0.95, MEMORY, 0.6));
        read(4_000, Map.of(CPU, 0.5, MEMORY, 0.6));
        read(14_000, Map.of(CPU, 0.5, MEMORY, 0.6));

        assertThat(harness.events()).extracting(ConditionEvent::steps).containsOnly(2);
        assertThat(harness.events()).extracting(ConditionEvent::step).containsExactly(0, 1, 1, 0);
        assertThat(harness.story()).isEqualTo("STEP@1000 STEP@3000 ENDS@4000 LAPSES@14000");
    }

    @Test
    void whatRulesASequenceOutMakesItVoid() throws Exception {
        harness.ruleOf(
                """
                'when': {'sequence': [
                    {'step': 'one', 'metric': '%1$s', 'above': 0.5},
                    {'step': 'two', 'metric': '%1$s', 'above': 0.9, 'within': '10s'}],
                    'unless': {'metric': '%2$s', 'below': 0.1}}"""
                        .formatted(CPU, MEMORY));
        read(500, Map.of(CPU, 0.4, MEMORY, 0.5));
        read(1_000, Map.of(CPU, 0.6, MEMORY, 0.5));
        read(2_000, Map.of(CPU, 0.95, MEMORY, 0.05));

        assertThat(harness.story()).isEqualTo("STEP@1000 LAPSES@2000");
    }

    @Test
    void onlyShortBurstsAreTold() throws Exception {
        harness.ruleOf(
                """
                'when': {'metric': '%s', 'above': 0.9,
                         'repeats': {'times': 3, 'within': '1m', 'at_most': '5s'}}"""
                        .formatted(CPU));
        cpu(500, 0.5);
        cpu(1_000, 0.95);
        cpu(6_000, 0.5);
        cpu(10_000, 0.95);
        cpu(15_001, 0.5);
        cpu(30_000, 0.5);
        cpu(60_000, 0.5);
        cpu(66_001, 0.5);

        assertThat(harness.events().get(0).runBeganMillis()).isEqualTo(1_000);
        assertThat(harness.events()).extracting(ConditionEvent::times).containsOnly(3);
        assertThat(harness.story()).isEqualTo("BURST@6000 ENDS@66001");
    }

    private void cpu(long timeMillis, double value) throws Exception {
        read(timeMillis, Map.of(CPU, value));
    }

    private void read(long timeMillis, Map<String, Double> values) throws Exception {
        harness.read(sample("a", timeMillis, values, Map.of()));
    }
}
