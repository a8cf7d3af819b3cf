package io.hostpulse.job.rule;

import static org.assertj.core.api.Assertions.assertThat;

import io.hostpulse.job.Alerts;
import io.hostpulse.job.Samples;
import io.hostpulse.job.ingest.HostMetrics;
import io.hostpulse.job.model.ConditionEvent;
import io.hostpulse.job.model.ConditionEvent.Phase;
import io.hostpulse.job.model.PublishedAlert;
import io.hostpulse.job.model.Sample;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Rules on a host whose clock is set. Its agent numbers its samples and takes one a second. */
class EvaluateClockStepsTest {

    private static final long MINUTE = 60_000;

    @RegisterExtension private final RulesHarness harness = new RulesHarness();
    private long number;

    @Test
    void whatIsPendingGoesOnOverAStepOfSeconds() throws Exception {
        cpuRule("10s");
        for (long second = 100; second <= 106; second++) {
            cpu(second * 1_000, 0.95);
        }
        for (long second = 105; second <= 110; second++) {
            cpu(second * 1_000, 0.95); // two seconds back
        }

        List<ConditionEvent> events = harness.events();
        assertThat(phases(Phase.BEGINS)).isEqualTo(1);
        assertThat(phases(Phase.ENDS)).isZero();
        ConditionEvent tenSecondsLater = events.get(11);
        assertThat(tenSecondsLater.timeMillis() - tenSecondsLater.runBeganMillis())
                .isEqualTo(10_000);
        assertThat(tenSecondsLater.timeMillis() - tenSecondsLater.putBackMillis())
                .isEqualTo(108_000);
    }

    @Test
    void whatIsPendingIsBrokenOffByAStepOfMinutesAndBeginsAnew() throws Exception {
        cpuRule("10s");
        cpu(5 * MINUTE, 0.95);
        cpu(5 * MINUTE + 1_000, 0.95);
        cpu(MINUTE + 2_000, 0.95);
        cpu(MINUTE + 3_000, 0.95);

        assertThat(harness.events())
                .extracting(ConditionEvent::phase)
                .containsExactly(
                        Phase.BEGINS,
                        Phase.HOLDS,
                        Phase.HOLDS,
                        Phase.ENDS,
                        Phase.BEGINS,
                        Phase.HOLDS,
                        Phase.HOLDS);
        assertThat(harness.events().get(3).reason()).isEqualTo("the clock was put back by 4m");
        assertThat(harness.events().get(4).beganMillis())
                .isNotEqualTo(harness.events().get(0).beganMillis());
    }

    @Test
    void aStepForwardIsNoSilence() throws Exception {
        cpuRule("10s");
        for (long second = 1; second <= 5; second++) {
            cpu(second * 1_000, 0.95);
        }
        cpu(126_000, 0.95, 120_000);
        for (long second = 127; second <= 131; second++) {
            cpu(second * 1_000, 0.95);
        }

        assertThat(phases(Phase.BEGINS)).isEqualTo(1);
        assertThat(phases(Phase.ENDS)).isZero();
        ConditionEvent last = harness.events().get(harness.events().size() - 1);
        assertThat(last.timeMillis() - last.runBeganMillis()).isEqualTo(10_000);
        assertThat(last.timeMillis() - last.putBackMillis()).isEqualTo(131_000);
    }

    @Test
    void whatWouldHaveBeenSilentWithoutTheStepForwardWas() throws Exception {
        cpuRule("10s");
        cpu(1_000, 0.95);
        cpu(180_000, 0.95, 120_000);

        assertThat(harness.events())
                .filteredOn(event -> event.phase() == Phase.ENDS)
                .extracting(ConditionEvent::reason)
                .containsExactly("the host was silent");
    }

    @Test
    void ofATimeThatWasReplacedOnlyWhatItLeapsIsPassedOver() throws Exception {
        cpuRule("10s");
        cpu(1_000, 0.95);
        cpu(182_000, 0.95, 600_000); // three minutes behind before, too far ahead now

        assertThat(phases(Phase.ENDS)).isZero();
        ConditionEvent last = harness.events().get(harness.events().size() - 1);
        assertThat(last.timeMillis() - last.runBeganMillis()).isEqualTo(1_000);
    }

    @Test
    void aSequenceGoesOnOverAStepForward() throws Exception {
        harness.ruleOf(
                """
                'when': {'sequence': [
                    {'step': 'a', 'metric': 'system.cpu.total.norm.pct', 'at_least': 0.7},
                    {'step': 'b', 'metric': 'system.cpu.total.norm.pct', 'at_least': 0.8,
                     'within': '6h'}]}
                """);
        cpu(1_000, 0.5);
        cpu(2_000, 0.75);
        cpu(123_000, 0.85, 120_000);

        assertThat(harness.events())
                .extracting(ConditionEvent::phase)
                .containsExactly(Phase.STEP, Phase.STEP);
    }

    @Test
    void whatFiresIsResolvedAfterTheStep() throws Exception {
        cpuRule("1s");
        cpu(5 * MINUTE, 0.95);
        cpu(5 * MINUTE + 1_000, 0.95);
        cpu(MINUTE, 0.95);
        assertThat(phases(Phase.ENDS)).isZero();
        cpu(MINUTE + 1_000, 0.5);

        ConditionEvent end = harness.events().get(harness.events().size() - 1);
        assertThat(end.phase()).isEqualTo(Phase.ENDS);
        assertThat(end.reason()).isEqualTo("back to normal");
        assertThat(end.timeMillis() - end.beganMillis()).isEqualTo(3_000);
    }

    @Test
    void alertsThatBeginAtTheSameTimeOfTheClockAreTwo() throws Exception {
        cpuRule("0s");
        cpu(5 * MINUTE, 0.95);
        cpu(5 * MINUTE + 1_000, 0.5);
        cpu(5 * MINUTE, 0.95);
        cpu(5 * MINUTE, 0.5);
        cpu(5 * MINUTE, 0.95);

        assertThat(harness.events())
                .filteredOn(event -> event.phase() == Phase.BEGINS)
                .extracting(ConditionEvent::beganMillis)
                .doesNotHaveDuplicates()
                .hasSize(3);
    }

    @Test
    void aMetricThatStaysAwayIsMissedAfterTheStepToo() throws Exception {
        cpuRule("0s");
        cpu(5 * MINUTE, 0.95);
        for (long second = 0; second <= 301; second++) {
            cpu(MINUTE + second * 1_000, Double.NaN);
        }

        assertThat(phases(Phase.NO_DATA)).isEqualTo(1);
    }

    @Test
    void flappingIsForgottenInItsTime() throws Exception {
        harness.rule(
                """
                {'id': 'cpu', 'name': 'Busy', 'severity': 'warning',
                 'flapping': {'changes': 6, 'within': '1m'},
                 'when': {'metric': 'system.cpu.total.norm.pct', 'above': 0.9}}
                """);
        cpu(60 * MINUTE, 0.95);
        cpu(60 * MINUTE + 1_000, 0.5);
        for (long second = 0; second <= 60; second++) {
            cpu(MINUTE + second * 1_000, 0.5);
        }

        assertThat(harness.changes()).last().matches(change -> change.quiet());
    }

    @Test
    void aSilentHostIsHeardAgainWhateverItsClock() throws Exception {
        harness.rule(
                """
                {'id': 'down', 'name': 'Down', 'severity': 'critical', 'when': {'silent': '40s'}}
                """);
        cpu(5 * MINUTE, 0.5);
        harness.setClock(Duration.ofSeconds(41));
        cpu(MINUTE, 0.5);
        harness.setClock(Duration.ofSeconds(83));

        assertThat(harness.events())
                .extracting(ConditionEvent::phase)
                .containsExactly(Phase.BEGINS, Phase.HOLDS, Phase.ENDS, Phase.BEGINS, Phase.HOLDS);
        assertThat(harness.events())
                .allSatisfy(
                        event ->
                                assertThat(event.timeMillis())
                                        .isGreaterThanOrEqualTo(event.runBeganMillis()));
        assertThat(harness.events().get(3).beganMillis())
                .isGreaterThan(harness.events().get(0).beganMillis());
    }

    @Test
    void aSilenceThatIsReadBackIsOverIfTheClockWasPutBackMeanwhile() throws Exception {
        harness.rule(
                """
                {'id': 'down', 'name': 'Down', 'severity': 'critical', 'when': {'silent': '40s'}}
                """);
        cpu(5 * MINUTE, 0.5);
        var before = harness.snapshot();
        harness.setClock(Duration.ofSeconds(41));
        ConditionEvent fires = harness.events().get(1);
        harness.restart(before, Duration.ofSeconds(50));
        cpu(MINUTE, 0.5);
        harness.read(PublishedAlert.of(Alerts.firing(fires)));

        assertThat(harness.events())
                .extracting(ConditionEvent::phase)
                .containsExactly(Phase.BEGINS, Phase.HOLDS, Phase.ENDS);
        assertThat(harness.events().get(2).timeMillis()).isGreaterThanOrEqualTo(fires.timeMillis());
    }

    private void cpuRule(String lasting) throws Exception {
        harness.rule(
                """
                {'id': 'cpu', 'name': 'Busy', 'severity': 'warning', 'for': '%s',
                 'when': {'metric': 'system.cpu.total.norm.pct', 'above': 0.9}}
                """
                        .formatted(lasting));
    }

    private void cpu(long timeMillis, double value) throws Exception {
        cpu(timeMillis, value, 0);
    }

    private void cpu(long timeMillis, double value, double stepMillis) throws Exception {
        number++;
        Sample sample = Samples.sample("a", "run", number, timeMillis, value);
        sample.values()[HostMetrics.slot("hostpulse.clock.step.ms")] = stepMillis;
        harness.read(sample);
    }

    private long phases(Phase phase) {
        return harness.events().stream().filter(event -> event.phase() == phase).count();
    }
}
