package io.hostpulse.job.rule;

import static io.hostpulse.job.rule.Readings.CPU;
import static io.hostpulse.job.rule.Readings.MEMORY;
import static io.hostpulse.job.rule.Readings.USED;
import static io.hostpulse.job.rule.Readings.identified;
import static io.hostpulse.job.rule.Readings.sample;
import static io.hostpulse.job.rule.Readings.window;
import static org.assertj.core.api.Assertions.assertThat;

import io.hostpulse.job.model.ConditionEvent;
import io.hostpulse.job.model.ConditionEvent.Phase;
import io.hostpulse.job.model.StateChange;
import io.hostpulse.wire.proto.HostIdentity;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class EvaluateKindsOfRulesTest {

    private RulesHarness harness;

    @BeforeEach
    void open() throws Exception {
        harness = new RulesHarness();
    }

    @AfterEach
    void close() throws Exception {
        harness.close();
    }

    @Test
    void recoveryTakesAsLongAsTheRuleKeepsFiring() throws Exception {
        rule("'keep_firing_for': '10ms', 'when': {'metric': '%s', 'above': 0.9}".formatted(CPU));
        cpu(1, 0.95);
        cpu(2, 0.5);
        cpu(11, 0.5);
        cpu(12, 0.5);
        cpu(13, 0.5);

        assertThat(harness.story())
                .isEqualTo("BEGINS@1 HOLDS@1 CLEARS@2 STAYS_CLEAR@2 STAYS_CLEAR@11 STAYS_CLEAR@12");
    }

    @Test
    void anAlertThatReturnsWhileItRecoversIsTheSameAlert() throws Exception {
        rule("'keep_firing_for': '10ms', 'when': {'metric': '%s', 'above': 0.9}".formatted(CPU));
        cpu(1, 0.95);
        cpu(2, 0.5);
        cpu(3, 0.99);
        cpu(4, 0.5);
        cpu(14, 0.5);

        assertThat(harness.events()).extracting(ConditionEvent::beganMillis).containsOnly(1L);
        assertThat(harness.events()).last().extracting(ConditionEvent::peak).isEqualTo(0.99);
        assertThat(harness.story())
                .isEqualTo(
                        "BEGINS@1 HOLDS@1 CLEARS@2 STAYS_CLEAR@2 RETURNS@3 CLEARS@4 STAYS_CLEAR@4 STAYS_CLEAR@14");
    }

    @Test
    void severityRisesAndFallsWithAHysteresisOfItsOwn() throws Exception {
        rule(
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
    void allConditionsHaveToHoldAtOnce() throws Exception {
        rule(
                "'when': {'all': [{'metric': '%s', 'above': 0.8}, {'metric': '%s', 'above': 0.5}]}"
                        .formatted(CPU, MEMORY));
        read(1, Map.of(CPU, 0.9, MEMORY, 0.4));
        read(2, Map.of(CPU, 0.7, MEMORY, 0.6));
        read(3, Map.of(CPU, 0.9, MEMORY, 0.6));
        read(4, Map.of(CPU, 0.9, MEMORY, 0.5));

        assertThat(harness.story()).isEqualTo("BEGINS@3 HOLDS@3 ENDS@4");
    }

    @Test
    void anyConditionIsEnoughAndTheFirstThatHoldsIsSpokenOf() throws Exception {
        rule(
                "'when': {'any': [{'metric': '%s', 'above': 0.8}, {'metric': '%s', 'above': 0.5}]}"
                        .formatted(CPU, MEMORY));
        read(1, Map.of(CPU, 0.7, MEMORY, 0.6));
        read(2, Map.of(CPU, 0.9, MEMORY, 0.4));
        read(3, Map.of(CPU, 0.7, MEMORY, 0.4));

        assertThat(harness.events())
                .extracting(ConditionEvent::metric)
                .containsExactly(MEMORY, MEMORY, CPU);
        assertThat(harness.story()).isEqualTo("BEGINS@1 HOLDS@1 ENDS@3");
    }

    @Test
    void aWindowDecidesAtTheNextSample() throws Exception {
        rule(
                "'when': {'metric': '%s', 'window': '30s', 'aggregate': 'avg', 'at_least': 0.8}"
                        .formatted(CPU));
        cpu(29_000, 0.99);
        harness.read(window(true, 30_000, 2, 1.6));
        cpu(31_000, 0.1);
        harness.read(window(true, 60_000, 2, 1.5));
        cpu(61_000, 0.99);

        assertThat(harness.events().get(0).value()).isEqualTo(0.8);
        assertThat(harness.story()).isEqualTo("BEGINS@31000 HOLDS@31000 ENDS@61000");
    }

    @Test
    void aCorrectedWindowIsFlaggedButDecidesNothing() throws Exception {
        rule(
                "'when': {'metric': '%s', 'window': '30s', 'aggregate': 'avg', 'at_least': 0.8}"
                        .formatted(CPU));
        cpu(29_000, 0.99);
        harness.read(window(false, 30_000, 2, 1.8));
        cpu(31_000, 0.99);

        assertThat(harness.story()).isEmpty();
        assertThat(harness.windows())
                .singleElement()
                .satisfies(window -> assertThat(window.crossed()).containsExactly("r"));
    }

    @Test
    void eachMountHasAnAlertOfItsOwn() throws Exception {
        rule("'when': {'metric': '%s', 'above': 0.9, 'only': ['/', '/data*']}".formatted(USED));
        readMounts(1, Map.of("/", 0.95, "/boot", 0.99, "/data1", 0.5));
        readMounts(2, Map.of("/", 0.95, "/boot", 0.99, "/data1", 0.91));
        readMounts(3, Map.of("/", 0.5, "/boot", 0.99, "/data1", 0.91));

        assertThat(harness.events())
                .extracting(event -> event.alertKey() + " " + event.phase())
                .containsExactly(
                        "r|a|/ BEGINS",
                        "r|a|/ HOLDS",
                        "r|a|/data1 BEGINS",
                        "r|a|/data1 HOLDS",
                        "r|a|/ ENDS");
    }

    @Test
    void aMetricThatStaysAwayIsSaidAndForgottenAnHourLater() throws Exception {
        rule("'no_data_after': '10s', 'when': {'metric': '%s', 'above': 0.9}".formatted(USED));
        readMounts(1_000, Map.of("/", 0.95));
        for (int second = 6; second <= 3700; second += 5) {
            readMounts(second * 1000L, Map.of());
        }

        assertThat(harness.story()).isEqualTo("BEGINS@1000 HOLDS@1000 NO_DATA@11000 ENDS@3611000");
    }

    @Test
    void anAlertWhoseMetricComesAgainGoesOn() throws Exception {
        rule("'no_data_after': '10s', 'when': {'metric': '%s', 'above': 0.9}".formatted(USED));
        readMounts(1_000, Map.of("/", 0.95));
        readMounts(11_000, Map.of());
        readMounts(12_000, Map.of("/", 0.95));
        readMounts(13_000, Map.of("/", 0.1));

        assertThat(harness.story())
                .isEqualTo("BEGINS@1000 HOLDS@1000 NO_DATA@11000 DATA@12000 ENDS@13000");
    }

    @Test
    void anOverrideHoldsForItsHosts() throws Exception {
        rule(
                """
                'when': {'metric': '%s', 'above': 0.8},
                'overrides': [{'hosts': {'names': ['a']}, 'above': 0.9},
                              {'hosts': {'names': ['b']}, 'enabled': false}]"""
                        .formatted(CPU));
        for (String host : List.of("a", "b", "c")) {
            harness.read(sample(host, 1, Map.of(CPU, 0.85), Map.of()));
        }

        assertThat(harness.events()).extracting(ConditionEvent::hostId).containsExactly("c", "c");
    }

    @Test
    void anAlertEndsWhenItsRuleDoesNotApplyToTheHostAnyMore() throws Exception {
        rule(
                "'hosts': {'labels': {'env': 'prod'}}, 'when': {'metric': '%s', 'above': 0.9}"
                        .formatted(CPU));
        HostIdentity.Builder host = HostIdentity.newBuilder().setId("a").setName("a");
        harness.read(
                identified(
                        sample("a", 1, Map.of(CPU, 0.95), Map.of()),
                        host.putLabels("env", "prod").build()));
        harness.read(
                identified(
                        sample("a", 2, Map.of(CPU, 0.95), Map.of()),
                        host.putLabels("env", "test").build()));

        assertThat(harness.events().get(2).reason()).isEqualTo("the rule does not apply any more");
        assertThat(harness.story()).isEqualTo("BEGINS@1 HOLDS@1 ENDS@2");
    }

    @Test
    void maintenanceMutesWhatBeginsAndWhatFires() throws Exception {
        rule("'when': {'metric': '%s', 'above': 0.9}".formatted(CPU));
        cpu(1, 0.95);
        harness.rule(
                """
                {'maintenance': 'work', 'hosts': {'names': ['a']}, 'comment': 'disks',
                 'from': '1970-01-01T00:00:00Z', 'to': '1970-01-01T00:01:00Z'}""");
        cpu(2, 0.95);
        cpu(3, 0.5);
        cpu(4, 0.95);
        harness.delete("work");
        cpu(5, 0.95);

        assertThat(harness.events())
                .extracting(ConditionEvent::mutedUntilMillis)
                .containsExactly(0L, 0L, 60_000L, 60_000L, 60_000L, 60_000L, 0L);
        assertThat(harness.story())
                .isEqualTo("BEGINS@1 HOLDS@1 MUTE@2 ENDS@3 BEGINS@4 HOLDS@4 MUTE@5");
    }

    @Test
    void stepsOfASequenceAreToldWhenTheyBegin() throws Exception {
        rule(
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
        rule(
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
        rule(
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

    @Test
    void whatIsUnusualForTheHostIsTold() throws Exception {
        rule("'when': {'metric': '%s', 'deviates': '4 sigma', 'warm_up': '5m'}".formatted(CPU));
        for (int second = 0; second < 600; second += 10) {
            cpu(second * 1000L, second % 20 == 0 ? 0.2 : 0.22);
        }
        cpu(600_000, 0.25);
        cpu(610_000, 0.21);
        cpu(620_000, 0.3);
        cpu(630_000, 0.21);

        assertThat(harness.story()).isEqualTo("BEGINS@620000 HOLDS@620000 ENDS@630000");
    }

    @Test
    void firingAndResolvingAreChangesUntilItIsQuiet() throws Exception {
        rule(
                "'flapping': {'changes': 3, 'within': '10s'}, 'when': {'metric': '%s', 'above': 0.9}"
                        .formatted(CPU));
        cpu(1_000, 0.95);
        cpu(2_000, 0.5);
        cpu(11_999, 0.5);
        cpu(12_000, 0.5);
        cpu(13_000, 0.5);

        assertThat(harness.changes())
                .extracting(StateChange::timeMillis)
                .containsExactly(1_000L, 2_000L, 12_000L);
        assertThat(harness.changes())
                .extracting(StateChange::quiet)
                .containsExactly(false, false, true);
        assertThat(harness.changes())
                .extracting(change -> change.event().phase())
                .containsExactly(Phase.HOLDS, Phase.ENDS, Phase.ENDS);
    }

    @Test
    void anEscalatedAlertShowsTheThresholdThatItCrossed() throws Exception {
        rule(
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
                        "CLEARS critical 50 % of 95 %",
                        "STAYS_CLEAR critical 50 % of 95 %");
        assertThat(harness.events())
                .extracting(ConditionEvent::threshold)
                .containsExactly(0.8, 0.8, 0.95, 0.8, 0.95, 0.95, 0.95);
    }

    @Test
    void anAlertSaysThatItsValueHasComeBackToTheThreshold() throws Exception {
        rule(
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
                        "ENDS 60 %");
        assertThat(harness.events().get(2).reason()).isEqualTo("back below 85 %, not yet at 70 %");
        assertThat(harness.events().get(3).reason()).isEqualTo("beyond the threshold again");
    }

    @Test
    void soDoesOneAboutLowValuesAndOneAboutWhatIsUnusual() throws Exception {
        rule(
                "'message': '{value}', 'when': {'metric': '%s', 'below': 0.1, 'clear': 0.3}"
                        .formatted(CPU));
        cpu(1, 0.05);
        cpu(2, 0.2);
        assertThat(harness.events().get(2).message())
                .isEqualTo("20 % (back above 10 %, not yet at 30 %)");
        harness.story();

        rule(
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
    void soDoesASequenceOfItsLastStep() throws Exception {
        rule(
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

    private void rule(String body) throws Exception {
        harness.rule("{'id': 'r', 'name': 'R', 'severity': 'warning', " + body + "}");
    }

    private void cpu(long timeMillis, double value) throws Exception {
        read(timeMillis, Map.of(CPU, value));
    }

    private void read(long timeMillis, Map<String, Double> values) throws Exception {
        harness.read(sample("a", timeMillis, values, Map.of()));
    }

    private void readMounts(long timeMillis, Map<String, Double> used) throws Exception {
        harness.read(sample("a", timeMillis, Map.of(), used));
    }
}
