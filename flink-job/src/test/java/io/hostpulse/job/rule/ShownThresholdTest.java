package io.hostpulse.job.rule;

import static io.hostpulse.job.rule.Readings.CPU;
import static io.hostpulse.job.rule.Readings.sample;
import static org.assertj.core.api.Assertions.assertThat;

import io.hostpulse.job.model.ConditionEvent;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** What alerts say of their severity, their threshold and how far their value is from it. */
class ShownThresholdTest {

    @RegisterExtension private final RulesHarness harness = new RulesHarness();

    @Test
    void severityRisesAndFallsWithAHysteresisOfItsOwn() throws Exception {
        harness.ruleOf(
                """
                'when': {'metric': '%s', 'above': 0.8, 'clear': 0.7},
                'escalate': [{'severity': 'critical', 'above': 0.95, 'clear': 0.9}]"""
                        .formatted(CPU));
        cpu(1, 0.85);
        cpu(2, 0.96);
        cpu(3, 0.92);
        cpu(4, 0.9);

        assertThat(harness.events())
                .extracting(ConditionEvent::severity)
                .containsExactly("warning", "warning", "critical", "critical", "warning");
        assertThat(harness.story())
                .isEqualTo("BEGINS@1 HOLDS@1 SEVERITY@2 HYSTERESIS@3 SEVERITY@4");
    }

    @Test
    void anEscalatedAlertShowsTheThresholdThatItCrossed() throws Exception {
        harness.ruleOf(
                """
                'keep_firing_for': '1m', 'message': '{value} of {threshold}',
                'when': {'metric': '%s', 'above': 0.8, 'clear': 0.7},
                'escalate': [{'severity': 'critical', 'above': 0.95, 'clear': 0.9}]"""
                        .formatted(CPU));
        cpu(1, 0.85);
        cpu(2, 0.96);
        cpu(3, 0.9);
        cpu(4, 0.97);
        cpu(5, 0.5);

        assertThat(harness.events())
                .extracting(event -> event.phase() + " " + event.severity() + " " + event.message())
                .containsExactly(
                        "BEGINS warning 85 % of 80 %",
                        "HOLDS warning 85 % of 80 %",
                        "SEVERITY critical 96 % of 95 %",
                        "SEVERITY warning 90 % of 80 %",
                        "SEVERITY critical 97 % of 95 %",
                        "CLEARS critical 97 % of 95 %",
                        "STAYS_CLEAR critical 97 % of 95 %");
        assertThat(harness.events())
                .extracting(ConditionEvent::threshold)
                .containsExactly(0.8, 0.8, 0.95, 0.8, 0.95, 0.95, 0.95);
    }

    @Test
    void anAlertSaysThatItsValueHasComeBackToTheThreshold() throws Exception {
        harness.ruleOf(
                """
                'message': '{value}', 'when': {'metric': '%s', 'above': 0.8, 'clear': 0.7},
                'overrides': [{'hosts': {'names': ['a']}, 'above': 0.85}],
                'escalate': [{'severity': 'critical', 'above': 0.95, 'clear': 0.9}]"""
                        .formatted(CPU));
        cpu(1, 0.86);
        cpu(2, 0.82);
        cpu(3, 0.81);
        cpu(4, 0.86);
        cpu(5, 0.96);
        cpu(6, 0.92);
        cpu(7, 0.75);
        cpu(8, 0.6);

        assertThat(harness.events())
                .extracting(event -> event.phase() + " " + event.message())
                .containsExactly(
                        "BEGINS 86 %",
                        "HOLDS 86 %",
                        "HYSTERESIS 82 % (back below 85 %, not yet at 70 %)",
                        "HYSTERESIS 86 %",
                        "SEVERITY 96 %",
                        "HYSTERESIS 92 % (back below 95 %, not yet at 90 %)",
                        "SEVERITY 75 % (back below 85 %, not yet at 70 %)",
                        "ENDS 96 %");
        assertThat(harness.events().get(2).reason()).isEqualTo("back below 85 %, not yet at 70 %");
        assertThat(harness.events().get(3).reason()).isEqualTo("beyond the threshold again");
    }

    @Test
    void soDoesOneAboutLowValuesAndOneAboutWhatIsUnusual() throws Exception {
        harness.ruleOf(
                "'message': '{value}', 'when': {'metric': '%s', 'below': 0.1, 'clear': 0.3}"
                        .formatted(CPU));
        cpu(1, 0.05);
        cpu(2, 0.2);
        assertThat(harness.events().get(2).message())
                .isEqualTo("20 % (back above 10 %, not yet at 30 %)");
        harness.story();

        harness.ruleOf(
                """
                'message': '{value}', 'when': {'metric': '%s', 'deviates': '8 sigma',
                    'clear': '2 sigma', 'warm_up': '5m'}"""
                        .formatted(CPU));
        for (int second = 10; second < 610; second += 10) {
            cpu(second * 1000L, second % 20 == 0 ? 0.2 : 0.22);
        }
        cpu(610_000, 0.32);
        harness.story();
        cpu(620_000, 0.26);
        assertThat(harness.events().get(0).message())
                .isEqualTo("26 % (back within 8 sigma, not yet within 2)");
        assertThat(harness.story()).isEqualTo("HYSTERESIS@620000");
    }

    @Test
    void whatIsOverIsSpokenOfAtItsWorst() throws Exception {
        harness.ruleOf(
                """
                'keep_firing_for': '1m', 'message': '{value}', 'when': {'any': [
                    {'metric': '%1$s', 'above': 0.8}, {'metric': '%1$s', 'below': 0.2}]}"""
                        .formatted(CPU));
        cpu(1, 0.9);
        cpu(2, 0.5);
        cpu(3, 0.1);
        cpu(4, 0.5);

        assertThat(harness.events())
                .extracting(event -> event.phase() + " " + event.message() + " " + event.value())
                .containsExactly(
                        "BEGINS 90 % 0.9",
                        "HOLDS 90 % 0.9",
                        "CLEARS 90 % 0.5",
                        "STAYS_CLEAR 90 % 0.5",
                        "RETURNS 10 % 0.1",
                        "CLEARS 10 % 0.5",
                        "STAYS_CLEAR 10 % 0.5");
    }

    @Test
    void aBurstIsSpokenOfAtItsWorst() throws Exception {
        harness.ruleOf(
                """
                'when': {'metric': '%s', 'above': 0.9,
                    'repeats': {'times': 2, 'within': '10m', 'at_most': '30s'}}"""
                        .formatted(CPU));
        cpu(1_000, 0.1);
        cpu(2_000, 0.95);
        cpu(3_000, 0.92);
        cpu(4_000, 0.1);

        assertThat(harness.events())
                .extracting(ConditionEvent::message)
                .containsExactly(
                        "a: system.cpu.total.norm.pct was beyond 90 % 2 times within 10m, last at"
                                + " 95 %");
    }

    @Test
    void soDoesASequenceOfItsLastStep() throws Exception {
        harness.ruleOf(
                """
                'message': '{value}', 'when': {'sequence': [
                    {'step': 'one', 'metric': '%1$s', 'above': 0.5},
                    {'step': 'two', 'metric': '%1$s', 'above': 0.9, 'clear': 0.7, 'within': '1m'}]}"""
                        .formatted(CPU));
        cpu(1_000, 0.4);
        cpu(2_000, 0.6);
        cpu(3_000, 0.95);
        cpu(4_000, 0.8);
        cpu(5_000, 0.95);
        cpu(6_000, 0.6);

        assertThat(harness.events().get(2).message())
                .isEqualTo("80 % (back below 90 %, not yet at 70 %)");
        assertThat(harness.story())
                .isEqualTo("STEP@2000 STEP@3000 HYSTERESIS@4000 HYSTERESIS@5000 ENDS@6000");
    }

    private void cpu(long timeMillis, double value) throws Exception {
        read(timeMillis, Map.of(CPU, value));
    }

    private void read(long timeMillis, Map<String, Double> values) throws Exception {
        harness.read(sample("a", timeMillis, values, Map.of()));
    }
}
