package io.hostpulse.job.pattern;

import static io.hostpulse.job.ConditionEvents.event;
import static io.hostpulse.job.model.ConditionEvent.Phase.BEGINS;
import static io.hostpulse.job.model.ConditionEvent.Phase.CLEARS;
import static io.hostpulse.job.model.ConditionEvent.Phase.DATA;
import static io.hostpulse.job.model.ConditionEvent.Phase.ENDS;
import static io.hostpulse.job.model.ConditionEvent.Phase.HOLDS;
import static io.hostpulse.job.model.ConditionEvent.Phase.MUTE;
import static io.hostpulse.job.model.ConditionEvent.Phase.NO_DATA;
import static io.hostpulse.job.model.ConditionEvent.Phase.RETURNS;
import static io.hostpulse.job.model.ConditionEvent.Phase.SEVERITY;
import static io.hostpulse.job.model.ConditionEvent.Phase.STAYS_CLEAR;
import static org.assertj.core.api.Assertions.assertThat;

import io.hostpulse.job.ConditionEvents;
import io.hostpulse.job.model.ConditionEvent;
import io.hostpulse.job.model.ConditionEvent.Phase;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.EnumSource.Mode;
import org.junit.jupiter.params.provider.ValueSource;

class SustainedConditionTest {

    private static final long TEN_SECONDS = 10_000;

    private PatternHarness<ConditionEvent> pattern;

    @BeforeEach
    void open() throws Exception {
        pattern =
                new PatternHarness<>(
                        ConditionEvent.class,
                        ConditionEvent::alertKey,
                        SustainedCondition.pattern(),
                        new SustainedCondition.TakeVerdict());
    }

    @AfterEach
    void close() throws Exception {
        pattern.close();
    }

    @Test
    void completesWhenTheConditionHasHeldForExactlyAsLongAsRequired() throws Exception {
        pattern.feed(begins(0), holds(0, 0), holds(0, 5_000), holds(0, 10_000));

        assertThat(pattern.out()).containsExactly(begins(0), holds(0, 10_000));
        assertThat(pattern.stateEntries()).isZero();
    }

    @Test
    void doesNotCompleteOneMillisecondShort() throws Exception {
        pattern.feed(begins(0), holds(0, 0), holds(0, 9_999), ends(0, 10_000));

        assertThat(pattern.out()).containsExactly(begins(0), ends(0, 10_000));
        assertThat(pattern.stateEntries()).isZero();
    }

    @Test
    void completesAtOnceWhenNoTimeIsRequired() throws Exception {
        ConditionEvent begins = event(BEGINS, 7, 7, 7, 0);
        ConditionEvent holds = event(HOLDS, 7, 7, 7, 0);

        pattern.feed(begins, holds);

        assertThat(pattern.out()).containsExactly(begins, holds);
        assertThat(pattern.stateEntries()).isZero();
    }

    @Test
    void completesOnceHoweverLongTheConditionGoesOnToHold() throws Exception {
        pattern.feed(begins(0));
        for (long time = 0; time <= 60_000; time += 1_000) {
            pattern.feed(holds(0, time));
        }

        assertThat(pattern.out()).containsExactly(begins(0), holds(0, 10_000));
    }

    @Test
    void countsFromTheBeginningOfTheNextRunAfterAnEnd() throws Exception {
        pattern.feed(begins(0), holds(0, 0), holds(0, 8_000), ends(0, 9_000));
        pattern.feed(begins(9_500), holds(9_500, 9_500), holds(9_500, 19_499));
        assertThat(pattern.out()).containsExactly(begins(0), ends(0, 9_000), begins(9_500));

        pattern.feed(holds(9_500, 19_500));
        assertThat(pattern.out()).containsExactly(holds(9_500, 19_500));
    }

    @Test
    void takesNoHoldOfAnAlertThatHasEndedForThePresentOne() throws Exception {
        pattern.feed(begins(0), ends(0, 1_000), begins(2_000), holds(0, 10_000));

        assertThat(pattern.out()).containsExactly(begins(0), ends(0, 1_000), begins(2_000));
    }

    @Test
    void takesNoHoldForCalmAndNoCalmForAHold() throws Exception {
        pattern.feed(begins(0), event(STAYS_CLEAR, 10_000, 0, 0, TEN_SECONDS));
        pattern.feed(clears(0, 20_000), event(HOLDS, 30_000, 0, 20_000, TEN_SECONDS));

        assertThat(pattern.out()).containsExactly(begins(0), clears(0, 20_000));
    }

    @Test
    void completesCalmThatLasts() throws Exception {
        fire();
        pattern.feed(clears(0, 20_000), clear(20_000, 20_000), clear(20_000, 29_999));
        assertThat(pattern.out()).containsExactly(clears(0, 20_000));

        pattern.feed(clear(20_000, 30_000));
        assertThat(pattern.out()).containsExactly(clear(20_000, 30_000));
        assertThat(pattern.stateEntries()).isZero();
    }

    @Test
    void doesNotCompleteCalmThatTheConditionBreaksByReturning() throws Exception {
        ConditionEvent returns = event(RETURNS, 29_000, 0, 29_000, TEN_SECONDS);
        fire();
        pattern.feed(clears(0, 20_000), clear(20_000, 20_000), returns, clear(20_000, 30_000));
        assertThat(pattern.out()).containsExactly(clears(0, 20_000), returns);
        assertThat(pattern.stateEntries()).isZero();

        pattern.feed(clears(0, 31_000), clear(31_000, 31_000), clear(31_000, 41_000));
        assertThat(pattern.out()).containsExactly(clears(0, 31_000), clear(31_000, 41_000));
    }

    @Test
    void countsCalmFromWhereItBeganAnewWithoutAnEvent() throws Exception {
        fire();
        pattern.feed(clears(0, 20_000), clear(20_000, 20_000), clear(25_000, 30_000));
        assertThat(pattern.out()).containsExactly(clears(0, 20_000));

        pattern.feed(clear(25_000, 35_000));
        assertThat(pattern.out()).containsExactly(clear(25_000, 35_000));
    }

    @ParameterizedTest
    @EnumSource(
            value = Phase.class,
            names = {"SEVERITY", "MUTE", "NO_DATA", "DATA"})
    void passesOnWhatDoesNotBreakTheRun(Phase phase) throws Exception {
        ConditionEvent other = event(phase, 5_000, 0, 0, TEN_SECONDS);

        pattern.feed(begins(0), holds(0, 0), other, holds(0, 10_000));

        assertThat(pattern.out()).containsExactly(begins(0), other, holds(0, 10_000));
    }

    @ParameterizedTest
    @EnumSource(
            value = Phase.class,
            names = {"HOLDS", "STAYS_CLEAR"},
            mode = Mode.EXCLUDE)
    void handsOnEachEventThatIsNoEvaluationOnceWhateverWentBefore(Phase phase) throws Exception {
        ConditionEvent event = event(phase, 1_000, 0, 0, TEN_SECONDS);

        pattern.feed(event);
        assertThat(pattern.out()).containsExactly(event);
        pattern.feed(ends(0, 2_000), begins(3_000), holds(3_000, 3_000));
        pattern.out();
        pattern.feed(event, event);
        assertThat(pattern.out()).containsExactly(event, event);
    }

    @Test
    void handsOnAWholeLifeInOrder() throws Exception {
        ConditionEvent severity = event(SEVERITY, 12_000, 0, 0, TEN_SECONDS);
        ConditionEvent muted = event(MUTE, 13_000, 0, 0, TEN_SECONDS);
        ConditionEvent noData = event(NO_DATA, 23_000, 0, 20_000, TEN_SECONDS);
        ConditionEvent data = event(DATA, 28_000, 0, 20_000, TEN_SECONDS);

        pattern.feed(begins(0), holds(0, 0), holds(0, 10_000), severity, muted);
        pattern.feed(clears(0, 20_000), clear(20_000, 20_000), noData, data);
        pattern.feed(clear(20_000, 28_000), clear(20_000, 31_000));

        assertThat(pattern.out())
                .containsExactly(
                        begins(0),
                        holds(0, 10_000),
                        severity,
                        muted,
                        clears(0, 20_000),
                        noData,
                        data,
                        clear(20_000, 31_000));
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3})
    void agreesWithASimpleComputationOnRandomEvents(long seed) throws Exception {
        Random random = new Random(seed);
        List<ConditionEvent> expected = new ArrayList<>();
        ConditionEvent run = null;
        Phase[] phases = {
            BEGINS,
            HOLDS,
            HOLDS,
            HOLDS,
            CLEARS,
            STAYS_CLEAR,
            STAYS_CLEAR,
            RETURNS,
            SEVERITY,
            MUTE,
            NO_DATA,
            DATA,
            ENDS
        };
        for (int i = 0; i < 2_000; i++) {
            Phase phase = phases[random.nextInt(phases.length)];
            long runBegan = (long) i - random.nextInt(5);
            ConditionEvent event = event(phase, i, random.nextInt(2), runBegan, random.nextInt(5));
            pattern.feed(event);
            if (phase == HOLDS || phase == STAYS_CLEAR) {
                boolean completes =
                        run != null
                                && (run.phase() == BEGINS) == (phase == HOLDS)
                                && run.beganMillis() == event.beganMillis()
                                && i - runBegan >= event.requiredMillis();
                if (completes) {
                    expected.add(event);
                    run = null;
                }
            } else {
                expected.add(event);
                if (phase == BEGINS || phase == CLEARS) {
                    run = event;
                } else if (phase == RETURNS || phase == ENDS) {
                    run = null;
                }
            }
        }

        assertThat(pattern.out()).isEqualTo(expected);
    }

    @Test
    void keepsAlertsApart() throws Exception {
        pattern.feed(begins(0), other(begins(5_000)), other(ends(5_000, 6_000)));
        pattern.feed(holds(0, 10_000), other(holds(5_000, 20_000)));

        assertThat(pattern.out())
                .containsExactly(
                        begins(0),
                        other(begins(5_000)),
                        other(ends(5_000, 6_000)),
                        holds(0, 10_000));
    }

    @Test
    void remembersARunOverARestart() throws Exception {
        pattern.feed(begins(0), holds(0, 0));
        pattern.restart();
        pattern.feed(holds(0, 10_000));

        assertThat(pattern.out()).containsExactly(holds(0, 10_000));
    }

    @Test
    void keepsOneEventHoweverLongARunLasts() throws Exception {
        pattern.feed(begins(0), holds(0, 0));
        int entries = pattern.stateEntries();
        for (int sample = 1; sample < 1_000; sample++) {
            pattern.setProcessingTime(sample);
            pattern.feed(holds(0, sample));
        }

        assertThat(pattern.stateEntries()).isLessThanOrEqualTo(entries);
    }

    @Test
    void keepsNothingOfTenThousandRunsThatBeganAndEnded() throws Exception {
        for (int key = 0; key < 10_000; key++) {
            String alertKey = "cpu|host-" + key + "|";
            pattern.setProcessingTime(key);
            pattern.feed(
                    ConditionEvents.of(alertKey, begins(0)),
                    ConditionEvents.of(alertKey, holds(0, 0)),
                    ConditionEvents.of(alertKey, key % 2 == 0 ? ends(0, 1) : holds(0, 10_000)),
                    ConditionEvents.of(alertKey, ends(0, 11_000)));
        }

        assertThat(pattern.stateEntries()).isZero();
    }

    private void fire() throws Exception {
        pattern.feed(begins(0), holds(0, 0), holds(0, 10_000));
        pattern.out();
    }

    private static ConditionEvent other(ConditionEvent event) {
        return ConditionEvents.of("cpu|db|", event);
    }

    private static ConditionEvent begins(long time) {
        return event(BEGINS, time, time, time, TEN_SECONDS);
    }

    private static ConditionEvent holds(long began, long time) {
        return event(HOLDS, time, began, began, TEN_SECONDS);
    }

    private static ConditionEvent ends(long began, long time) {
        return event(ENDS, time, began, began, TEN_SECONDS);
    }

    private static ConditionEvent clears(long began, long time) {
        return event(CLEARS, time, began, time, TEN_SECONDS);
    }

    private static ConditionEvent clear(long runBegan, long time) {
        return event(STAYS_CLEAR, time, 0, runBegan, TEN_SECONDS);
    }
}
