package io.hostpulse.job.rule;

import static io.hostpulse.job.Samples.identified;
import static io.hostpulse.job.rule.Readings.CPU;
import static io.hostpulse.job.rule.Readings.MEMORY;
import static io.hostpulse.job.rule.Readings.USED;
import static io.hostpulse.job.rule.Readings.sample;
import static io.hostpulse.job.rule.Readings.window;
import static org.assertj.core.api.Assertions.assertThat;

import io.hostpulse.job.model.ConditionEvent;
import io.hostpulse.job.model.ConditionEvent.Phase;
import io.hostpulse.job.model.StateChange;
import io.hostpulse.wire.proto.HostIdentity;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Rules of conditions: how they are combined, what of, and on which hosts. */
class ConditionsTest {

    @RegisterExtension private final RulesHarness harness = new RulesHarness();

    @Test
    void recoveryTakesAsLongAsTheRuleKeepsFiring() throws Exception {
        harness.ruleOf(
                "'keep_firing_for': '10ms', 'when': {'metric': '%s', 'above': 0.9}".formatted(CPU));
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
        harness.ruleOf(
                "'keep_firing_for': '10ms', 'when': {'metric': '%s', 'above': 0.9}".formatted(CPU));
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
    void allConditionsHaveToHoldAtOnce() throws Exception {
        harness.ruleOf(
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
        harness.ruleOf(
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
        harness.ruleOf(
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
        harness.ruleOf(
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
        harness.ruleOf(
                "'when': {'metric': '%s', 'above': 0.9, 'only': ['/', '/data*']}".formatted(USED));
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
        harness.ruleOf(
                "'no_data_after': '10s', 'when': {'metric': '%s', 'above': 0.9}".formatted(USED));
        readMounts(1_000, Map.of("/", 0.95));
        for (int second = 6; second <= 3700; second += 5) {
            readMounts(second * 1000L, Map.of());
        }

        assertThat(harness.story()).isEqualTo("BEGINS@1000 HOLDS@1000 NO_DATA@11000 ENDS@3611000");
    }

    @Test
    void anAlertWhoseMetricComesAgainGoesOn() throws Exception {
        harness.ruleOf(
                "'no_data_after': '10s', 'when': {'metric': '%s', 'above': 0.9}".formatted(USED));
        readMounts(1_000, Map.of("/", 0.95));
        readMounts(11_000, Map.of());
        readMounts(12_000, Map.of("/", 0.95));
        readMounts(13_000, Map.of("/", 0.1));

        assertThat(harness.story())
                .isEqualTo("BEGINS@1000 HOLDS@1000 NO_DATA@11000 DATA@12000 ENDS@13000");
    }

    @Test
    void anOverrideHoldsForItsHosts() throws Exception {
        harness.ruleOf(
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
        harness.ruleOf(
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
    void whatIsUnusualForTheHostIsTold() throws Exception {
        harness.ruleOf(
                "'when': {'metric': '%s', 'deviates': '4 sigma', 'warm_up': '5m'}".formatted(CPU));
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
        harness.ruleOf(
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
