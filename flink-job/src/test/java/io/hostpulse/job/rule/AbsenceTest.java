package io.hostpulse.job.rule;

import static io.hostpulse.job.rule.Readings.CPU;
import static io.hostpulse.job.rule.Readings.MEMORY;
import static io.hostpulse.job.rule.Readings.USED;
import static io.hostpulse.job.rule.Readings.sample;
import static io.hostpulse.job.rule.Readings.window;
import static org.assertj.core.api.Assertions.assertThat;

import io.hostpulse.job.model.ConditionEvent;
import io.hostpulse.job.model.StateChange;
import java.util.Map;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** What becomes of alerts whose metrics or things do not come: the table in docs/detection.md. */
class AbsenceTest {

    private static final long START_MILLIS = 86_400_000;
    private static final String SINGLE = "'when': {'metric': '%s', 'above': 0.9}".formatted(CPU);
    private static final String ANY =
            "'when': {'any': [{'metric': '%s', 'above': 0.9}, {'metric': '%s', 'above': 0.5}]}"
                    .formatted(CPU, MEMORY);
    private static final String ALL = ANY.replace("'any'", "'all'");
    private static final String FULL = "'when': {'metric': '%s', 'above': 0.9}".formatted(USED);
    private static final String TOTAL = "system.fsstat.count";

    private static final Map<String, Double> NEITHER = Map.of();

    @RegisterExtension private final RulesHarness harness = new RulesHarness();

    @Test
    void aSingleConditionThatIsAbsentHasNoDataUntilItIsGivenUp() throws Exception {
        rule(SINGLE);
        read(0, Map.of(CPU, 0.95));
        read(10, 3620, NEITHER);

        assertThat(harness.events().get(2).reason()).isEqualTo("no data for 20s");
        assertThat(harness.events().get(3).reason()).isEqualTo("no data for 1h 20s");
        assertThat(story()).isEqualTo("BEGINS@0 HOLDS@0 NO_DATA@20 ENDS@3620");
    }

    @Test
    void aSingleConditionThatWasNeverSeenIsNothing() throws Exception {
        rule(SINGLE);
        read(0, 100, Map.of(MEMORY, 0.9));

        assertThat(story()).isEmpty();
    }

    @Test
    void ofAnyWhatWasNeverSeenSaysNothing() throws Exception {
        rule(ANY);
        read(0, 100, Map.of(MEMORY, 0.6));
        read(110, Map.of(MEMORY, 0.4));

        assertThat(story()).isEqualTo("BEGINS@0 HOLDS@0 ENDS@110");
    }

    @Test
    void ofAnyWhatDidNotHoldWhenItWentAwaySaysNothing() throws Exception {
        rule(ANY);
        read(0, Map.of(MEMORY, 0.6, CPU, 0.5));
        read(10, 100, Map.of(MEMORY, 0.6));
        read(110, Map.of(MEMORY, 0.4));

        assertThat(story()).isEqualTo("BEGINS@0 HOLDS@0 ENDS@110");
    }

    @Test
    void ofAnyOneThatIsKnownToHoldIsEnough() throws Exception {
        rule(ANY);
        read(0, Map.of(MEMORY, 0.6, CPU, 0.95));
        read(10, 100, Map.of(MEMORY, 0.6));

        assertThat(story()).isEqualTo("BEGINS@0 HOLDS@0");
    }

    @Test
    void ofAnyWhatHeldWhenItWentAwayMayStillHold() throws Exception {
        rule(ANY);
        read(0, Map.of(MEMORY, 0.4, CPU, 0.95));
        read(10, 40, Map.of(MEMORY, 0.4));
        read(50, Map.of(MEMORY, 0.6));
        read(60, 3660, Map.of(MEMORY, 0.4));
        read(3670, Map.of(MEMORY, 0.4));

        assertThat(harness.events().get(2).reason()).isEqualTo("no data of " + CPU + " for 20s");
        assertThat(story()).isEqualTo("BEGINS@0 HOLDS@0 NO_DATA@20 DATA@50 NO_DATA@60 ENDS@3660");
    }

    @Test
    void ofAnyNothingIsKnownWhenAllAreAbsent() throws Exception {
        rule("'keep_firing_for': '1m', " + ANY);
        read(0, Map.of(MEMORY, 0.6, CPU, 0.5));
        read(10, Map.of(MEMORY, 0.4, CPU, 0.5));
        read(20, 30, NEITHER);
        read(40, 70, Map.of(CPU, 0.5));

        assertThat(story())
                .isEqualTo(
                        "BEGINS@0 HOLDS@0 CLEARS@10 STAYS_CLEAR@10 NO_DATA@30 DATA@40"
                                + " STAYS_CLEAR@40 STAYS_CLEAR@50 STAYS_CLEAR@60 STAYS_CLEAR@70");
    }

    @Test
    void ofAllEachThatIsAbsentLeavesTheAlertWithoutData() throws Exception {
        rule(ALL);
        read(0, Map.of(CPU, 0.95, MEMORY, 0.6));
        read(10, 30, Map.of(CPU, 0.95));
        read(40, Map.of(CPU, 0.95, MEMORY, 0.6));
        read(50, 70, Map.of(MEMORY, 0.6));
        read(80, 3700, NEITHER);

        assertThat(harness.events().get(2).reason()).isEqualTo("no data of " + MEMORY + " for 20s");
        assertThat(story()).isEqualTo("BEGINS@0 HOLDS@0 NO_DATA@20 DATA@40 NO_DATA@60 ENDS@3660");
    }

    @Test
    void ofAllOneThatIsKnownNotToHoldIsEnoughToEnd() throws Exception {
        rule(ALL);
        read(0, Map.of(CPU, 0.95, MEMORY, 0.6));
        read(10, 20, Map.of(CPU, 0.95));
        read(30, Map.of(CPU, 0.5));

        assertThat(story()).isEqualTo("BEGINS@0 HOLDS@0 NO_DATA@20 DATA@30 ENDS@30");
    }

    @Test
    void ofAllNoneMayBeAbsentOrNeverSeenForAnAlertToBegin() throws Exception {
        rule(ALL);
        read(0, 50, Map.of(CPU, 0.95));
        read(60, Map.of(CPU, 0.95, MEMORY, 0.4));
        read(70, 80, Map.of(MEMORY, 0.4));
        read(90, Map.of(MEMORY, 0.6));
        assertThat(story()).isEmpty();

        read(100, Map.of(CPU, 0.95, MEMORY, 0.6));
        assertThat(story()).isEqualTo("BEGINS@100 HOLDS@100");
    }

    @Test
    void aWindowThatHeldIsNotKnownToHoldWithoutItsMetric() throws Exception {
        rule(
                "'when': {'metric': '%s', 'window': '30s', 'aggregate': 'avg', 'at_least': 0.8}"
                        .formatted(CPU));
        read(0, 20, Map.of(CPU, 0.9));
        harness.read(window(true, millis(30), 2, 1.8));
        read(30, Map.of(CPU, 0.9));
        read(40, 50, NEITHER);
        harness.read(window(true, millis(60), 1, 0.5));
        read(60, Map.of(CPU, 0.5));

        assertThat(story()).isEqualTo("BEGINS@30 HOLDS@30 NO_DATA@50 DATA@60 ENDS@60");
    }

    @Test
    void aDeviationHasNoDataWithoutItsMetric() throws Exception {
        rule("'when': {'metric': '%s', 'deviates': '4 sigma', 'warm_up': '5m'}".formatted(CPU));
        for (int second = 0; second < 600; second += 10) {
            read(second, Map.of(CPU, second % 20 == 0 ? 0.2 : 0.22));
        }
        read(600, Map.of(CPU, 0.3));
        read(610, 620, NEITHER);
        read(630, Map.of(CPU, 0.21));

        assertThat(story()).isEqualTo("BEGINS@600 HOLDS@600 NO_DATA@620 DATA@630 ENDS@630");
    }

    @Test
    void aSequenceHasNoDataWithoutTheMetricOfItsLastStep() throws Exception {
        rule(
                """
                'when': {'sequence': [{'step': 'a', 'metric': '%s', 'above': 0.5},
                    {'step': 'b', 'metric': '%s', 'above': 0.9, 'within': '10m'}]}"""
                        .formatted(MEMORY, CPU));
        read(0, Map.of(CPU, 0.5, MEMORY, 0.4));
        read(10, Map.of(CPU, 0.5, MEMORY, 0.6));
        read(20, Map.of(CPU, 0.95, MEMORY, 0.6));
        read(30, 40, Map.of(MEMORY, 0.6));
        read(50, Map.of(CPU, 0.95, MEMORY, 0.6));
        read(60, 680, Map.of(MEMORY, 0.6));
        read(690, 3670, NEITHER);

        assertThat(harness.events().get(2).reason()).isEqualTo("no data of " + CPU + " for 20s");
        assertThat(story())
                .isEqualTo("STEP@10 STEP@20 NO_DATA@40 DATA@50 NO_DATA@70 LAPSES@630 ENDS@3670");
    }

    @Test
    void quietOfARepetitionIsSeenOnlyWithItsMetric() throws Exception {
        rule(
                """
                'when': {'metric': '%s', 'above': 0.9,
                         'repeats': {'times': 2, 'within': '1m', 'at_most': '20s'}}"""
                        .formatted(CPU));
        read(0, Map.of(CPU, 0.5));
        read(10, Map.of(CPU, 0.95));
        read(20, Map.of(CPU, 0.5));
        read(30, 100, NEITHER);
        read(110, 170, Map.of(CPU, 0.5));
        assertThat(story()).isEqualTo("BURST@20 NO_DATA@40 DATA@110");

        read(180, Map.of(CPU, 0.5));
        assertThat(story()).isEqualTo("ENDS@180");
    }

    @Test
    void anAlertAboutAThingThatOthersAreReadWithoutEnds() throws Exception {
        rule("'for': '1m', 'flapping': {'changes': 2, 'within': '10m'}, " + FULL);
        mounts(0, 10, Map.of("/", 0.5, "/usb", 0.95));
        mounts(20, 40, Map.of("/", 0.5));
        // it is another one that comes
        mounts(50, 110, Map.of("/", 0.5, "/usb", 0.95));
        mounts(120, 140, Map.of("/", 0.5));

        assertThat(harness.events())
                .filteredOn(event -> event.phase() == ConditionEvent.Phase.ENDS)
                .extracting(ConditionEvent::reason)
                .containsExactly("no longer there", "no longer there");
        assertThat(story().replaceAll("HOLDS@\\d+ ", ""))
                .isEqualTo("BEGINS@0 ENDS@30 BEGINS@50 ENDS@130");
        assertThat(harness.changes()).extracting(StateChange::quiet).containsExactly(false, true);
        assertThat(harness.changes().get(1).event().reason()).isEqualTo("no longer there");
    }

    @Test
    void allThingsMayBeGoneIfWhatTheyAmountToIsRead() throws Exception {
        rule(FULL);
        mounts(0, 0, Map.of("/usb", 0.95));
        read(10, 20, Map.of(TOTAL, 0.0));

        assertThat(story()).isEqualTo("BEGINS@0 HOLDS@0 ENDS@20");
    }

    @Test
    void aThingIsNotGoneWhenNoneOfItsKindIsRead() throws Exception {
        rule(FULL);
        mounts(0, 0, Map.of("/", 0.5, "/usb", 0.95));
        read(10, 60, Map.of(CPU, 0.5));
        // and not as soon as others are
        mounts(70, 80, Map.of("/", 0.5));
        mounts(90, 100, Map.of("/", 0.5, "/usb", 0.95));

        assertThat(story()).isEqualTo("BEGINS@0 HOLDS@0 NO_DATA@20 ENDS@80 BEGINS@90 HOLDS@90");
    }

    @Test
    void aThingThatIsAwayForAMomentIsNotGone() throws Exception {
        rule(FULL);
        mounts(0, 0, Map.of("/", 0.5, "/usb", 0.95));
        mounts(10, 10, Map.of("/", 0.5));
        mounts(20, 20, Map.of("/", 0.5, "/usb", 0.95));
        mounts(30, 30, Map.of("/", 0.5));
        mounts(40, 40, Map.of("/", 0.5, "/usb", 0.95));

        assertThat(story()).isEqualTo("BEGINS@0 HOLDS@0");
    }

    @Test
    void aThingIsNotGoneBecauseItsHostWasSilent() throws Exception {
        rule(FULL);
        mounts(0, 0, Map.of("/", 0.5, "/usb", 0.95));
        mounts(600, 610, Map.of("/", 0.5));
        assertThat(story()).doesNotContain("ENDS");

        mounts(620, 620, Map.of("/", 0.5));
        assertThat(story()).isEqualTo("ENDS@620");
    }

    @Test
    void aMetricIsNotAbsentBecauseItsHostWasSilent() throws Exception {
        rule(SINGLE);
        read(0, Map.of(CPU, 0.95));
        // rates need two samples
        read(600, NEITHER);
        read(610, Map.of(CPU, 0.95));
        assertThat(story()).isEqualTo("BEGINS@0 HOLDS@0");

        read(1200, 1220, NEITHER);
        assertThat(story()).isEqualTo("NO_DATA@1220");
    }

    @Test
    void whatHasBegunOfASequenceOnAThingThatIsGoneIsVoid() throws Exception {
        rule(
                """
                'when': {'sequence': [{'step': 'a', 'metric': '%1$s', 'above': 0.7},
                    {'step': 'b', 'metric': '%1$s', 'above': 0.9, 'within': '1h'}]}"""
                        .formatted(USED));
        mounts(0, 0, Map.of("/", 0.5, "/usb", 0.5));
        mounts(10, 10, Map.of("/", 0.5, "/usb", 0.75));
        mounts(20, 20, Map.of("/", 0.5, "/usb", 0.95));
        mounts(30, 40, Map.of("/", 0.5));

        assertThat(harness.events().get(2).reason()).isEqualTo("no longer there");
        assertThat(story()).isEqualTo("STEP@10 STEP@20 ENDS@40");
        assertThat(harness.mapEntries(EvaluateRules.PROGRESS, "a")).isZero();
    }

    private void rule(String body) throws Exception {
        String patience = "'no_data_after': '20s', ";
        harness.ruleOf(patience + body);
    }

    private void read(int second, Map<String, Double> values) throws Exception {
        harness.read(sample("a", millis(second), values, Map.of()));
    }

    private void read(int from, int to, Map<String, Double> values) throws Exception {
        for (int second = from; second <= to; second += 10) {
            read(second, values);
        }
    }

    private void mounts(int from, int to, Map<String, Double> used) throws Exception {
        for (int second = from; second <= to; second += 10) {
            harness.read(sample("a", millis(second), Map.of(), used));
        }
    }

    private static long millis(int second) {
        return START_MILLIS + 1000L * second;
    }

    /** As the harness tells it, in seconds since the start. */
    private String story() {
        return Pattern.compile("@(\\d+)")
                .matcher(harness.story())
                .replaceAll(match -> "@" + (Long.parseLong(match.group(1)) - START_MILLIS) / 1000);
    }
}
