package io.hostpulse.job.rule;

import static io.hostpulse.job.rule.Readings.CPU;
import static io.hostpulse.job.rule.Readings.MEMORY;
import static io.hostpulse.job.rule.Readings.USED;
import static io.hostpulse.job.rule.Readings.sample;
import static io.hostpulse.job.rule.Readings.window;
import static org.assertj.core.api.Assertions.assertThat;

import io.hostpulse.job.model.ConditionEvent;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** What was always so is no change: neither a step of a sequence nor a burst begins with it. */
class BeginningsTest {

    private static final String FILLING =
            """
            'no_data_after': '30s', 'when': {'sequence': [
                {'step': 'seventy', 'metric': '%1$s', 'at_least': 0.7},
                {'step': 'eighty', 'metric': '%1$s', 'at_least': 0.8, 'within': '6h'},
                {'step': 'ninety', 'metric': '%1$s', 'at_least': 0.9, 'within': '6h'}]}"""
                    .formatted(USED);

    private static final String MEMORY_THEN_CPU =
            """
            'when': {'sequence': [
                {'step': 'memory', 'metric': '%s', 'above': 0.5},
                {'step': 'cpu', 'metric': '%s', 'above': 0.9, 'within': '10m'%s}]}""";

    private static final String RULED_OUT =
            """
            'when': {'sequence': [
                {'step': 'seventy', 'metric': '%1$s', 'at_least': 0.7},
                {'step': 'eighty', 'metric': '%1$s', 'at_least': 0.8, 'within': '6h'}],
                'unless': {'metric': '%1$s', 'below': 0.65}}"""
                    .formatted(USED);

    private static final String RULED_OUT_BY_MEMORY =
            """
            'no_data_after': '30s', 'when': {'sequence': [
                {'step': 'busy', 'metric': '%1$s', 'at_least': 0.9},
                {'step': 'busier', 'metric': '%1$s', 'at_least': 0.99, 'within': '6h'}],
                'unless': {'metric': '%2$s', 'below': 0.5}}"""
                    .formatted(CPU, MEMORY);

    private static final String BURSTS =
            """
            'no_data_after': '30s', 'when': {'metric': '%s', 'above': 0.9,
                'repeats': {'times': 2, 'within': '10m', 'at_most': '1m'}}"""
                    .formatted(CPU);

    @RegisterExtension private final RulesHarness harness = new RulesHarness();

    @Test
    void noStepBeginsWithTheFirstSampleOfAHost() throws Exception {
        harness.ruleOf(FILLING);
        mounts(10, Map.of("/", 0.95));
        mounts(20, Map.of("/", 0.95));

        assertThat(steps()).isEmpty();
    }

    @Test
    void aStepBeginsThatWasKnownNotToHold() throws Exception {
        harness.ruleOf(FILLING);
        mounts(10, Map.of("/", 0.75));
        mounts(20, Map.of("/", 0.85));
        mounts(30, Map.of("/", 0.95));

        assertThat(steps()).isEqualTo("/1@20 /2@30");
    }

    @Test
    void noStepBeginsWithTheFirstSampleOfADevice() throws Exception {
        harness.ruleOf(FILLING);
        mounts(10, Map.of("/", 0.5));
        mounts(20, Map.of("/", 0.5, "/data", 0.95));
        mounts(30, Map.of("/", 0.75, "/data", 0.95));

        assertThat(steps()).isEqualTo("/0@30");
    }

    @Test
    void aDeviceThatComesBackIsSeenForTheFirstTimeUnlessItWasAwayForAMoment() throws Exception {
        harness.ruleOf(FILLING);
        mounts(10, Map.of("/", 0.5, "/data", 0.5, "/usb", 0.5));
        mounts(20, Map.of("/", 0.5, "/usb", 0.5));
        mounts(30, Map.of("/", 0.5, "/data", 0.75));
        mounts(40, Map.of("/", 0.5, "/data", 0.75));
        mounts(50, Map.of("/", 0.5, "/data", 0.75));
        mounts(60, Map.of("/", 0.5, "/data", 0.75, "/usb", 0.75));

        assertThat(steps()).isEqualTo("/data0@30");
    }

    @Test
    void noStepBeginsWithTheFirstValueOfAMetric() throws Exception {
        harness.ruleOf(MEMORY_THEN_CPU.formatted(MEMORY, CPU, ""));
        read(10, Map.of(CPU, 0.5));
        read(20, Map.of(CPU, 0.5, MEMORY, 0.6));
        read(30, Map.of(CPU, 0.95, MEMORY, 0.6));

        assertThat(steps()).isEqualTo("1@30");
    }

    @Test
    void noStepBeginsWithTheFirstSampleAfterSilence() throws Exception {
        harness.ruleOf(MEMORY_THEN_CPU.formatted(MEMORY, CPU, ""));
        read(10, Map.of(CPU, 0.5, MEMORY, 0.4));
        read(41, Map.of(CPU, 0.95, MEMORY, 0.6));
        read(51, Map.of(CPU, 0.5, MEMORY, 0.6));
        read(61, Map.of(CPU, 0.95, MEMORY, 0.6));

        assertThat(steps()).isEqualTo("1@61");
    }

    @Test
    void noStepBeginsWithARuleThatIsAddedOrChanged() throws Exception {
        read(10, Map.of(CPU, 0.5, MEMORY, 0.4));
        harness.ruleOf(MEMORY_THEN_CPU.formatted(MEMORY, CPU, ""));
        read(20, Map.of(CPU, 0.5, MEMORY, 0.6));
        read(30, Map.of(CPU, 0.5, MEMORY, 0.4));
        harness.ruleOf(MEMORY_THEN_CPU.formatted(MEMORY, CPU, "").replace("10m", "5m"));
        read(40, Map.of(CPU, 0.5, MEMORY, 0.6));
        read(50, Map.of(CPU, 0.5, MEMORY, 0.4));
        read(60, Map.of(CPU, 0.5, MEMORY, 0.6));

        assertThat(steps()).isEqualTo("0@60");
    }

    @Test
    void aRestartOfTheJobChangesNothing() throws Exception {
        harness.ruleOf(MEMORY_THEN_CPU.formatted(MEMORY, CPU, ""));
        read(10, Map.of(CPU, 0.5, MEMORY, 0.4));
        harness.restart(Duration.ZERO);
        read(20, Map.of(CPU, 0.95, MEMORY, 0.4));
        read(30, Map.of(CPU, 0.95, MEMORY, 0.6));

        assertThat(steps()).isEqualTo("1@20 0@30");
    }

    @Test
    void stepsThatBeginTogetherAreToldTheLatestFirstUnlessTheRuleAllowsIt() throws Exception {
        harness.ruleOf(MEMORY_THEN_CPU.formatted(MEMORY, CPU, ""));
        read(10, Map.of(CPU, 0.5, MEMORY, 0.4));
        read(20, Map.of(CPU, 0.95, MEMORY, 0.6));
        assertThat(steps()).isEqualTo("1@20 0@20");

        harness.ruleOf(MEMORY_THEN_CPU.formatted(MEMORY, CPU, ", 'together': true"));
        read(30, Map.of(CPU, 0.5, MEMORY, 0.4));
        harness.story();
        read(40, Map.of(CPU, 0.95, MEMORY, 0.6));
        assertThat(steps()).isEqualTo("0@40 1@40");
    }

    @Test
    void noStepBeginsWithTheFirstWindow() throws Exception {
        harness.ruleOf(
                """
                'when': {'sequence': [
                    {'step': 'busy', 'metric': '%1$s', 'window': '30s', 'aggregate': 'avg',
                     'at_least': 0.8},
                    {'step': 'full', 'metric': '%2$s', 'above': 0.9, 'within': '10m'}]}"""
                        .formatted(CPU, MEMORY));
        read(20, Map.of(CPU, 0.9, MEMORY, 0.5));
        harness.read(window(true, 30_000, 2, 1.8));
        read(31, Map.of(CPU, 0.9, MEMORY, 0.5));
        harness.read(window(true, 60_000, 2, 1.0));
        read(61, Map.of(CPU, 0.9, MEMORY, 0.5));
        harness.read(window(true, 90_000, 2, 1.8));
        read(91, Map.of(CPU, 0.9, MEMORY, 0.5));

        assertThat(steps()).isEqualTo("0@91");
    }

    @Test
    void aBurstOfWhichNobodySawTheBeginningIsNone() throws Exception {
        harness.ruleOf(BURSTS);
        cpu(10, 0.95);
        cpu(20, 0.5);
        cpu(30, 0.95);
        // silent
        cpu(61, 0.95);
        cpu(71, 0.5);
        cpu(81, 0.95);
        for (int second = 91; second <= 121; second += 10) {
            read(second, Map.of());
        }
        cpu(131, 0.5);
        assertThat(harness.story()).isEmpty();

        cpu(141, 0.95);
        cpu(151, 0.5);
        assertThat(harness.story()).isEqualTo("BURST@151000");
    }

    @Test
    void whatWasSeenOfAThingIsForgottenWithIt() throws Exception {
        harness.ruleOf(FILLING);
        mounts(10, Map.of("/", 0.5, "/data", 0.5));
        mounts(20, Map.of("/", 0.5));
        assertThat(harness.mapEntries(EvaluateRules.OBSERVED, "a")).isEqualTo(2);

        mounts(40, Map.of("/", 0.5));
        assertThat(harness.mapEntries(EvaluateRules.OBSERVED, "a")).isEqualTo(1);

        harness.delete("r");
        assertThat(harness.mapEntries(EvaluateRules.OBSERVED, "a")).isZero();
    }

    @Test
    void aRuleThatIsGivenAnewKnowsTheNextSampleOnly() throws Exception {
        harness.ruleOf(FILLING);
        mounts(10, Map.of("/", 0.5));
        mounts(20, Map.of("/", 0.5));
        harness.delete("r");
        harness.ruleOf(FILLING);
        mounts(30, Map.of("/", 0.5));
        mounts(40, Map.of("/", 0.75));

        assertThat(steps()).isEqualTo("/0@40");
    }

    @Test
    void aSequenceThatIsRuledOutHasNoProgress() throws Exception {
        harness.ruleOf(RULED_OUT);
        mounts(10, Map.of("/", 0.5));
        mounts(20, Map.of("/", 0.5));
        assertThat(harness.mapEntries(EvaluateRules.PROGRESS, "a")).isZero();

        mounts(30, Map.of("/", 0.75));
        mounts(40, Map.of("/", 0.85));
        assertThat(steps()).isEqualTo("/0@30 /1@40");
    }

    @Test
    void whatRulesASequenceOutGoesOnWhileItsMetricIsAway() throws Exception {
        harness.ruleOf(RULED_OUT_BY_MEMORY);
        read(10, Map.of(MEMORY, 0.2, CPU, 0.5));
        read(20, Map.of(MEMORY, 0.2, CPU, 0.5));
        read(30, Map.of(CPU, 0.5));
        assertThat(harness.mapEntries(EvaluateRules.PROGRESS, "a")).isEqualTo(1);

        read(40, Map.of(CPU, 0.95));
        read(50, Map.of(CPU, 0.5, MEMORY, 0.6));
        read(60, Map.of(CPU, 0.95, MEMORY, 0.6));
        assertThat(steps()).isEqualTo("0@60");
    }

    @Test
    void aSequenceOfWhichNothingHasBegunEndsWithoutAWord() throws Exception {
        harness.ruleOf(RULED_OUT);
        mounts(10, Map.of("/", 0.5));
        mounts(20, Map.of("/", 0.5));
        harness.delete("r");

        assertThat(harness.story()).isEmpty();
    }

    private void cpu(int second, double value) throws Exception {
        read(second, Map.of(CPU, value));
    }

    private void read(int second, Map<String, Double> values) throws Exception {
        harness.read(sample("a", second * 1000L, values, Map.of()));
    }

    private void mounts(int second, Map<String, Double> used) throws Exception {
        harness.read(sample("a", second * 1000L, Map.of(), used));
    }

    /** Which steps have begun, as thing, step and second. */
    private String steps() {
        StringBuilder steps = new StringBuilder();
        for (ConditionEvent event : harness.events()) {
            if (event.phase() == ConditionEvent.Phase.STEP) {
                steps.append(steps.isEmpty() ? "" : " ")
                        .append(event.device())
                        .append(event.step())
                        .append('@')
                        .append(event.timeMillis() / 1000);
            }
        }
        harness.story();
        return steps.toString();
    }
}
