package io.hostpulse.job.pattern;

import static io.hostpulse.job.ConditionEvents.event;
import static io.hostpulse.job.ConditionEvents.step;
import static io.hostpulse.job.model.ConditionEvent.Phase.ENDS;
import static io.hostpulse.job.model.ConditionEvent.Phase.LAPSES;
import static io.hostpulse.job.model.ConditionEvent.Phase.MUTE;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.hostpulse.job.ConditionEvents;
import io.hostpulse.job.model.ConditionEvent;
import io.hostpulse.job.model.ConditionEvent.Phase;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class StepSequenceTest {

    private static final long LIMIT = 100;

    @ParameterizedTest
    @ValueSource(ints = {2, 3, 4, 5})
    void completesWhenEachStepComesInOrderAndExactlyInTime(int steps) throws Exception {
        try (PatternHarness<ConditionEvent> pattern = pattern(steps)) {
            for (int step = 0; step < steps; step++) {
                pattern.feed(step(step, steps, 1_000 + step * LIMIT, LIMIT));
            }

            long last = 1_000 + (steps - 1) * LIMIT;
            assertThat(pattern.out())
                    .containsExactly(step(steps - 1, steps, last, LIMIT).began(1_000));
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {2, 3, 4, 5})
    void doesNotCompleteWhenAnyStepComesOneMillisecondLate(int steps) throws Exception {
        for (int late = 1; late < steps; late++) {
            try (PatternHarness<ConditionEvent> pattern = pattern(steps)) {
                for (int step = 0; step < steps; step++) {
                    long time = step * LIMIT + (step >= late ? 1 : 0);
                    pattern.feed(step(step, steps, time, LIMIT));
                }

                assertThat(pattern.out()).as("step %d late", late).isEmpty();
            }
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {2, 3, 4, 5})
    void doesNotCompleteWhenAnyStepIsMissing(int steps) throws Exception {
        for (int missing = 0; missing < steps; missing++) {
            try (PatternHarness<ConditionEvent> pattern = pattern(steps)) {
                for (int step = 0; step < steps; step++) {
                    if (step != missing) {
                        pattern.feed(step(step, steps, step, LIMIT));
                    }
                }

                assertThat(pattern.out()).as("step %d missing", missing).isEmpty();
            }
        }
    }

    @Test
    void doesNotCompleteStepsInAnotherOrder() throws Exception {
        try (PatternHarness<ConditionEvent> pattern = pattern(3)) {
            pattern.feed(step(1, 3, 0, LIMIT), step(0, 3, 1, LIMIT), step(2, 3, 2, LIMIT));

            assertThat(pattern.out()).isEmpty();
        }
    }

    @Test
    void takesTheLimitOfEachStepFromItsOwnEvent() throws Exception {
        try (PatternHarness<ConditionEvent> pattern = pattern(3)) {
            pattern.feed(step(0, 3, 0, 0), step(1, 3, 10, 10), step(2, 3, 5_010, 5_000));

            assertThat(pattern.out()).containsExactly(step(2, 3, 5_010, 5_000).began(0));
        }
    }

    @Test
    void letsOtherThingsHappenInBetween() throws Exception {
        ConditionEvent muted = event(MUTE, 15, 0, 0, 0);
        try (PatternHarness<ConditionEvent> pattern = pattern(3)) {
            pattern.feed(step(0, 3, 0, LIMIT), step(1, 3, 10, LIMIT), muted);
            pattern.feed(step(0, 3, 20, LIMIT), step(2, 3, 30, LIMIT));

            assertThat(pattern.out()).containsExactly(muted, step(2, 3, 30, LIMIT).began(0));
        }
    }

    @Test
    void givesAnotherChanceWhenTheFirstStepBeginsAgain() throws Exception {
        try (PatternHarness<ConditionEvent> pattern = pattern(3)) {
            pattern.feed(step(0, 3, 0, LIMIT), step(0, 3, 50, LIMIT), step(1, 3, 150, LIMIT));
            pattern.feed(step(2, 3, 160, LIMIT));

            assertThat(pattern.out()).containsExactly(step(2, 3, 160, LIMIT).began(50));
        }
    }

    @Test
    void goesOnFromTheNewestBeginningOfAStep() throws Exception {
        try (PatternHarness<ConditionEvent> pattern = pattern(3)) {
            pattern.feed(step(0, 3, 0, LIMIT), step(1, 3, 10, LIMIT), step(1, 3, 90, LIMIT));
            pattern.feed(step(2, 3, 190, LIMIT));

            assertThat(pattern.out()).containsExactly(step(2, 3, 190, LIMIT).began(0));
        }
    }

    @Test
    void doesNotGoOnFromAStepThatHasBegunAgainTooLate() throws Exception {
        try (PatternHarness<ConditionEvent> pattern = pattern(3)) {
            pattern.feed(step(0, 3, 0, LIMIT), step(1, 3, 90, LIMIT), step(1, 3, 101, LIMIT));
            pattern.feed(step(2, 3, 110, LIMIT));

            assertThat(pattern.out()).isEmpty();
        }
    }

    @Test
    void completesOnceWhenTwoChancesHaveComeEquallyFar() throws Exception {
        try (PatternHarness<ConditionEvent> pattern = pattern(3)) {
            pattern.feed(step(0, 3, 0, LIMIT), step(1, 3, 90, LIMIT), step(0, 3, 120, LIMIT));
            pattern.feed(step(1, 3, 130, LIMIT), step(2, 3, 140, LIMIT));

            assertThat(pattern.out()).containsExactly(step(2, 3, 140, LIMIT).began(120));
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {2, 3, 4, 5})
    void voidsWhatHasBegunWhenItLapsesOrEnds(int steps) throws Exception {
        for (Phase phase : List.of(LAPSES, ENDS)) {
            for (int begun = 0; begun < steps; begun++) {
                ConditionEvent end = event(phase, steps, 0, 0, 0);
                try (PatternHarness<ConditionEvent> pattern = pattern(steps)) {
                    for (int step = 0; step < begun; step++) {
                        pattern.feed(step(step, steps, step, LIMIT));
                    }
                    pattern.feed(end);
                    assertThat(pattern.out()).containsExactly(end);
                    assertThat(pattern.stateEntries()).isZero();

                    for (int step = begun; step < steps; step++) {
                        pattern.feed(step(step, steps, steps + step, LIMIT));
                    }
                    assertThat(pattern.out().size()).isEqualTo(begun == 0 ? 1 : 0);
                }
            }
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {2, 3, 4, 5})
    void agreesWithASimpleComputationOnRandomEvents(int steps) throws Exception {
        Random random = new Random(steps);
        for (int round = 0; round < 20; round++) {
            try (PatternHarness<ConditionEvent> pattern = pattern(steps)) {
                List<ConditionEvent> expected = new ArrayList<>();
                NewestChances chances = new NewestChances(steps);
                long time = 1;
                for (int i = 0; i < 200; i++) {
                    time += random.nextInt(3);
                    ConditionEvent event =
                            random.nextInt(25) == 0
                                    ? event(random.nextBoolean() ? LAPSES : ENDS, time, 0, 0, 0)
                                    : step(random.nextInt(steps), steps, time, random.nextInt(9));
                    chances.take(event, expected);
                    pattern.feed(event);
                }

                assertThat(pattern.out()).isEqualTo(expected);
            }
        }
    }

    @Test
    void keepsAtMostOneChainForEachStepHoweverLongStepsAlternate() throws Exception {
        try (PatternHarness<ConditionEvent> pattern = pattern(3)) {
            int most = 0;
            for (int cycle = 0; cycle < 500; cycle++) {
                long time = cycle * 10_000L;
                pattern.setProcessingTime(time);
                pattern.feed(step(0, 3, time, LIMIT), step(1, 3, time + 50, LIMIT));
                if (cycle == 1) {
                    most = pattern.stateEntries();
                }
            }

            assertThat(pattern.stateEntries()).isLessThanOrEqualTo(most);
            pattern.feed(event(LAPSES, 6_000_000, 0, 0, 0));
            assertThat(pattern.stateEntries()).isZero();
        }
    }

    @Test
    void keepsNothingOfTenThousandSequencesThatBeganAndEnded() throws Exception {
        try (PatternHarness<ConditionEvent> pattern = pattern(3)) {
            for (int key = 0; key < 10_000; key++) {
                String alertKey = "thrash|host-" + key + "|";
                pattern.setProcessingTime(key);
                pattern.feed(
                        ConditionEvents.of(alertKey, step(0, 3, 0, LIMIT)),
                        ConditionEvents.of(alertKey, step(1, 3, 10, LIMIT)),
                        ConditionEvents.of(
                                alertKey,
                                key % 2 == 0 ? step(2, 3, 20, LIMIT) : step(2, 3, 200, LIMIT)),
                        ConditionEvents.of(alertKey, event(ENDS, 300, 0, 0, 0)));
            }

            assertThat(pattern.stateEntries()).isZero();
        }
    }

    @Test
    void remembersWhatHasBegunOverARestart() throws Exception {
        try (PatternHarness<ConditionEvent> pattern = pattern(3)) {
            pattern.feed(step(0, 3, 0, LIMIT), step(1, 3, 10, LIMIT));
            pattern.restart();
            pattern.feed(step(2, 3, 20, LIMIT));

            assertThat(pattern.out()).containsExactly(step(2, 3, 20, LIMIT).began(0));
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 6})
    void refusesNumbersOfStepsThatNoSequenceHas(int steps) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> StepSequence.pattern(steps))
                .withMessage("a sequence has 2 to 5 steps, not " + steps);
    }

    private static PatternHarness<ConditionEvent> pattern(int steps) throws Exception {
        return new PatternHarness<>(
                ConditionEvent.class,
                ConditionEvent::alertKey,
                StepSequence.pattern(steps),
                new StepSequence.TakeVerdict());
    }

    /** For each step when the newest chain that ends with it began, and when its step did. */
    private static final class NewestChances {

        private final long[] began;
        private final long[] newest;

        NewestChances(int steps) {
            began = new long[steps];
            newest = new long[steps];
        }

        void take(ConditionEvent event, List<ConditionEvent> out) {
            if (event.phase() != Phase.STEP) {
                Arrays.fill(began, 0);
                out.add(event);
                return;
            }
            int step = event.step();
            if (step == 0) {
                began[0] = event.timeMillis();
            } else {
                boolean inTime =
                        began[step - 1] != 0
                                && event.timeMillis() - newest[step - 1] <= event.withinMillis();
                if (!inTime) {
                    began[step - 1] = 0;
                }
                began[step] = began[step - 1];
            }
            newest[step] = event.timeMillis();
            if (step == began.length - 1 && began[step] != 0) {
                out.add(event.began(began[step]));
                // the last step cannot begin again before it has ended
                began[step - 1] = 0;
            }
        }
    }
}
