package io.hostpulse.job.rule;

import static io.hostpulse.job.Samples.identified;
import static io.hostpulse.job.Samples.sample;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import io.hostpulse.job.model.ConditionEvent;
import io.hostpulse.job.model.ConditionEvent.Phase;
import io.hostpulse.wire.proto.HostIdentity;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

class EvaluateRulesTest {

    private static final String CPU_RULE =
            """
            {'id': 'cpu', 'name': 'Busy', 'severity': 'warning', 'for': '10ms',
             'when': {'metric': 'system.cpu.total.norm.pct', 'above': 0.9, 'clear': 0.8},
             'message': '{host} at {value}, above {threshold} for {for}'}
            """;

    private static final String DOWN_RULE =
            """
            {'id': 'down', 'name': 'Host down', 'severity': 'critical', 'when': {'silent': '40s'},
             'message': '{host} silent for {for}'}
            """;

    @RegisterExtension private final RulesHarness harness = new RulesHarness();

    @Test
    void aPendingAlertEndsWithItsCondition() throws Exception {
        harness.rule(CPU_RULE);
        cpu(1, 0.5);
        cpu(2, 0.92);
        cpu(3, 0.97);
        cpu(4, 0.8);
        cpu(5, 0.5);

        ConditionEvent end = harness.events().get(3);
        assertThat(end.beganMillis()).isEqualTo(2);
        assertThat(end.peak()).isEqualTo(0.97);
        assertThat(end.value()).isEqualTo(0.8);
        assertThat(end.requiredMillis()).isEqualTo(10);
        assertThat(end.reason()).isEqualTo("back to normal");
        assertThat(harness.story()).isEqualTo("BEGINS@2 HOLDS@2 HOLDS@3 ENDS@4");
    }

    @Test
    void nothingIsSaidOnceAConditionHasHeldForLongEnough() throws Exception {
        harness.rule(CPU_RULE);
        cpu(10, 0.95);
        cpu(19, 0.95);
        cpu(20, 0.95);
        cpu(30, 0.95);
        cpu(40, 0.7);

        assertThat(harness.story()).isEqualTo("BEGINS@10 HOLDS@10 HOLDS@19 HOLDS@20 ENDS@40");
    }

    @Test
    void aWindowHasTheLabelsOfItsHostAndTheTimeOfItsEvaluation() throws Exception {
        HostIdentity.Builder host = HostIdentity.newBuilder().setId("a").setName("a");
        HostIdentity web = host.putLabels("role", "web").putLabels("dc", "north").build();
        HostIdentity api = host.clearLabels().putLabels("role", "api").build();
        harness.setClock(Duration.ofSeconds(40));
        harness.read(Readings.window(true, 30_000, 1, 0.5));
        harness.read(identified(sample("a", 31_000, 0.5), web));
        harness.read(Readings.window(true, 60_000, 1, 0.5));
        harness.read(identified(sample("a", 61_000, 0.5), api));
        harness.read(Readings.window(true, 90_000, 1, 0.5));

        assertThat(harness.windows())
                .extracting(window -> String.join(" ", window.labels()))
                .containsExactly("", "dc north role web", "role api");
        assertThat(harness.windows())
                .allSatisfy(window -> assertThat(window.evaluatedMillis()).isEqualTo(40_000));
    }

    @Test
    void betweenThresholdAndClearTheConditionHolds() throws Exception {
        harness.rule(CPU_RULE);
        cpu(1, 0.85);
        cpu(2, 0.95);
        cpu(3, 0.85);

        assertThat(harness.story()).isEqualTo("BEGINS@2 HOLDS@2 HOLDS@3");
    }

    @Test
    void anAlertSaysWhatHappenedInItsRulesWords() throws Exception {
        harness.rule(CPU_RULE);
        cpu(1, 0.955);

        assertThat(harness.events().get(0).message()).isEqualTo("a at 95.5 %, above 90 % for 10ms");
    }

    @Test
    void aSampleWithoutTheMetricShowsNothing() throws Exception {
        harness.rule(CPU_RULE);
        cpu(1, 0.95);
        cpu(50, Double.NaN);
        cpu(51, 0.95);

        assertThat(harness.story()).isEqualTo("BEGINS@1 HOLDS@1 HOLDS@51");
    }

    @Test
    void samplesOutOfOrderArePassedOver() throws Exception {
        harness.rule(CPU_RULE);
        cpu(10, 0.95);
        cpu(5, 0.1);
        cpu(10, 0.1);

        assertThat(harness.story()).isEqualTo("BEGINS@10 HOLDS@10");
    }

    @Test
    void aRuleAppliesFromWhenItComes() throws Exception {
        cpu(1, 0.95);
        assertThat(harness.story()).isEmpty();

        harness.rule(CPU_RULE);
        cpu(2, 0.95);

        assertThat(harness.story()).isEqualTo("BEGINS@2 HOLDS@2");
    }

    @Test
    void alertsOfADeletedRuleEnd() throws Exception {
        harness.rule(CPU_RULE);
        harness.read(sample("a", 1, 0.95));
        harness.read(sample("b", 1, 0.95));
        harness.read(sample("c", 1, 0.5));

        harness.delete("cpu");
        harness.read(sample("a", 2, 0.95));

        assertThat(harness.events().stream().filter(event -> event.phase() == Phase.ENDS))
                .extracting(ConditionEvent::hostId, ConditionEvent::reason)
                .containsExactlyInAnyOrder(tuple("a", "rule deleted"), tuple("b", "rule deleted"));
        assertThat(harness.events().stream().filter(event -> event.phase() == Phase.BEGINS))
                .hasSize(2);
    }

    @Test
    void alertsOfAChangedRuleEndAndBeginAnew() throws Exception {
        harness.rule(CPU_RULE);
        cpu(1, 0.95);
        harness.rule(CPU_RULE);
        cpu(2, 0.95);
        harness.rule(CPU_RULE.replace("10ms", "5ms"));
        cpu(3, 0.95);

        assertThat(harness.events().get(3).reason()).isEqualTo("rule changed");
        assertThat(harness.story()).isEqualTo("BEGINS@1 HOLDS@1 HOLDS@2 ENDS@2 BEGINS@3 HOLDS@3");
    }

    @Test
    void aRuleThatCannotBeReadIsRefusedAndTheOldOneStays() throws Exception {
        harness.rule(CPU_RULE);
        harness.rule("{'id': 'cpu'}");
        cpu(1, 0.95);

        assertThat(harness.refusals())
                .singleElement()
                .asString()
                .contains("invalid-rule", "name", "when");
        assertThat(harness.story()).isEqualTo("BEGINS@1 HOLDS@1");
    }

    @Test
    void aRuleOfAWindowThatIsNotComputedIsRefused() throws Exception {
        harness.rule(CPU_RULE.replace("'above'", "'window': '2m', 'aggregate': 'avg', 'above'"));

        assertThat(harness.refusals())
                .singleElement()
                .asString()
                .contains("windows of 2m are not computed, only of 30s, 1m");
    }

    @Test
    void rulesAndAlertsOutliveARestart() throws Exception {
        harness.rule(CPU_RULE);
        cpu(1, 0.95);
        harness.restart(Duration.ZERO);
        cpu(2, 0.1);

        assertThat(harness.events()).extracting(ConditionEvent::beganMillis).containsExactly(1L);
        assertThat(harness.story()).isEqualTo("ENDS@2");
    }

    @Test
    void aHostThatIsGoneIsForgottenWithItsAlerts() throws Exception {
        harness.rule(CPU_RULE);
        cpu(1, 0.95);

        harness.setClock(Duration.ofHours(25));

        assertThat(harness.events())
                .last()
                .extracting(ConditionEvent::reason)
                .isEqualTo("the host is gone");
        assertThat(harness.stateSize()).isZero();
    }

    @Test
    void aHostIsNotGoneBecauseNobodyListenedForDays() throws Exception {
        harness.rule(CPU_RULE);
        cpu(1_000, 0.95);
        long daysLater = Duration.ofDays(3).toMillis();

        harness.restart(Duration.ofMillis(daysLater));
        harness.setClock(Duration.ofMillis(daysLater + 1));

        assertThat(harness.events()).isEmpty();
        cpu(2_000, 0.1);
        assertThat(harness.events())
                .extracting(ConditionEvent::beganMillis)
                .containsExactly(1_000L);
        assertThat(harness.story()).isEqualTo("ENDS@2000");
    }

    @Test
    void aHealthyHostLeavesOneEntryOfState() throws Exception {
        harness.rule(CPU_RULE);
        harness.rule(DOWN_RULE);
        cpu(1, 0.5);
        cpu(2, 0.95);
        cpu(3, 0.5);

        assertThat(harness.stateSize()).isLessThanOrEqualTo(2);
    }

    @Test
    void aHostThatFallsSilentIsDownUntilItIsHeardOf() throws Exception {
        harness.rule(DOWN_RULE);
        cpu(1_000, 0.5);
        harness.setClock(Duration.ofSeconds(39));
        assertThat(harness.story()).isEmpty();

        harness.setClock(Duration.ofSeconds(40));
        assertThat(harness.events().get(0).message()).isEqualTo("a silent for 40s");
        assertThat(harness.story()).isEqualTo("BEGINS@41000 HOLDS@41000");

        harness.setClock(Duration.ofSeconds(100));
        cpu(101_000, 0.5);
        assertThat(harness.events().get(0).reason()).isEqualTo("heard again after 1m 40s");
        assertThat(harness.story()).isEqualTo("ENDS@101000");
    }

    @Test
    void aHostIsNotDownBecauseNobodyListened() throws Exception {
        harness.rule(DOWN_RULE);
        harness.read(sample("a", 1_000, 0.5));
        harness.read(sample("b", 1_000, 0.5));
        harness.restart(Duration.ofMinutes(5));
        harness.read(sample("b", 300_000, 0.5));
        harness.setClock(Duration.ofMinutes(5).plusSeconds(39));

        assertThat(harness.events()).isEmpty();

        harness.setClock(Duration.ofMinutes(5).plusSeconds(41));
        assertThat(harness.events()).extracting(ConditionEvent::hostId).contains("a");
    }

    @Test
    void whatWasPendingWhenTheHostFellSilentHasNotBeenSeenToLast() throws Exception {
        harness.rule(CPU_RULE.replace("10ms", "2m"));
        cpu(1_000, 0.95);
        cpu(200_000, 0.95);

        assertThat(harness.events().get(2).reason()).isEqualTo("the host was silent");
        assertThat(harness.story())
                .isEqualTo("BEGINS@1000 HOLDS@1000 ENDS@200000 BEGINS@200000 HOLDS@200000");
    }

    private void cpu(long timeMillis, double cpu) throws Exception {
        harness.read(sample("a", timeMillis, cpu));
    }
}
