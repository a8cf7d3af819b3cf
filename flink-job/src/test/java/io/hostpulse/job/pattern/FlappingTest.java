package io.hostpulse.job.pattern;

import static org.assertj.core.api.Assertions.assertThat;

import io.hostpulse.job.ConditionEvents;
import io.hostpulse.job.model.ConditionEvent.Phase;
import io.hostpulse.job.model.StateChange;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class FlappingTest {

    private static final long WITHIN = 1_000;

    private PatternHarness<StateChange> pattern;

    @BeforeEach
    void open() throws Exception {
        pattern =
                new PatternHarness<>(
                        StateChange.class,
                        StateChange::alertKey,
                        Flapping.pattern(),
                        new Flapping.TakeVerdict());
    }

    @AfterEach
    void close() throws Exception {
        pattern.close();
    }

    @Test
    void completesAtTheLastOfAsManyChangesAsTheRuleWants() throws Exception {
        pattern.feed(change(100), change(200), change(300));
        assertThat(pattern.out()).isEmpty();

        pattern.feed(change(1_100));
        assertThat(pattern.out()).containsExactly(change(1_100).began(100));
    }

    @Test
    void doesNotCompleteWhenTheLastIsOneMillisecondLate() throws Exception {
        pattern.feed(change(100), change(200), change(300), change(1_101));
        assertThat(pattern.out()).isEmpty();

        pattern.feed(change(1_200));
        assertThat(pattern.out()).containsExactly(change(1_200).began(200));
    }

    @Test
    void startsAgainWhenItHasBeenQuiet() throws Exception {
        pattern.feed(change(1), change(2), change(3), quiet(2_000));
        assertThat(pattern.out()).containsExactly(quiet(2_000));
        assertThat(pattern.stateEntries()).isZero();

        pattern.feed(change(2_001), change(2_002), change(2_003));
        assertThat(pattern.out()).isEmpty();
    }

    @Test
    void handsOnQuietOnceWithAndWithoutChanges() throws Exception {
        pattern.feed(quiet(1), change(2), change(3), quiet(4), quiet(5));

        assertThat(pattern.out()).containsExactly(quiet(1), quiet(4), quiet(5));
    }

    private static StateChange change(long time) {
        return stateChange(false, time);
    }

    private static StateChange quiet(long time) {
        return stateChange(true, time);
    }

    private static StateChange stateChange(boolean quiet, long time) {
        return new StateChange(
                ConditionEvents.KEY,
                quiet,
                time,
                4,
                WITHIN,
                ConditionEvents.event(Phase.HOLDS, time, 0, 0, 0));
    }
}
