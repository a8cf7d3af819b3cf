package io.hostpulse.agent.read;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

class CountersTest {

    private enum Counter {
        IN,
        OUT
    }

    private final Counters<Counter> counters = new Counters<>(Counter.class);

    @Test
    void nothingIsKnownOfTheFirstInterval() {
        CounterChange<Counter> change = advance(1, 100, 100);

        assertThat(change.isKnown()).isFalse();
        assertThat(change.perSecond(Counter.IN)).isEmpty();
        assertThat(change.amount(Counter.IN)).isEmpty();
    }

    @Test
    void aRateIsTheAmountDividedByTheInterval() {
        advance(1, 100, 100);

        CounterChange<Counter> change = advance(2, 150, 100);

        assertThat(change.amount(Counter.IN)).hasValue(50);
        assertThat(change.perSecond(Counter.IN)).hasValue(50 / Readings.SECONDS);
        assertThat(change.perSecond(Counter.OUT)).hasValue(0);
        assertThat(change.mean(Counter.IN, Counter.OUT)).isEmpty();
    }

    @Test
    void aResetLeavesAllCountersOfTheThingWithoutARateForThatInterval() {
        advance(1, 1_000_000, 100);

        assertThat(advance(2, 5, 900).isKnown()).isFalse();
        assertThat(advance(3, 25, 1000).amount(Counter.IN)).hasValue(20);
    }

    @Test
    void aWrapOf32BitsGivesNoPeak() {
        advance(1, 0xFFFF_FF00L, 100);

        assertThat(advance(2, 100, 110).isKnown()).isFalse();
    }

    @Test
    void aReadingWithoutTheCountersLeavesTheNextOneWithoutRates() {
        advance(1, 100, 100);

        assertThat(advance(3, 200, 200).isKnown()).isFalse();
        assertThat(advance(4, 300, 300).isKnown()).isTrue();
    }

    @Test
    void aCounterThatAppearsHasNoRateAtFirst() {
        counters.advance(Readings.number(1), Map.of(Counter.IN, 1L));

        CounterChange<Counter> change = advance(2, 2, 1_000_000);

        assertThat(change.amount(Counter.IN)).hasValue(1);
        assertThat(change.amount(Counter.OUT)).isEmpty();
    }

    @Test
    void aCounterThatMayStepBackStandsStillInstead() {
        Counters<Counter> lenient = new Counters<>(Counter.class, Set.of(Counter.OUT), 5);
        lenient.advance(Readings.number(1), Map.of(Counter.IN, 10L, Counter.OUT, 10L));

        CounterChange<Counter> change =
                lenient.advance(Readings.number(2), Map.of(Counter.IN, 20L, Counter.OUT, 9L));

        assertThat(change.amount(Counter.IN)).hasValue(10);
        assertThat(change.amount(Counter.OUT)).hasValue(0);
    }

    @Test
    void aCounterThatMayStepBackMayNotLeapBack() {
        Counters<Counter> lenient = new Counters<>(Counter.class, Set.of(Counter.OUT), 5);
        lenient.advance(Readings.number(1), Map.of(Counter.IN, 10L, Counter.OUT, 10L));

        CounterChange<Counter> change =
                lenient.advance(Readings.number(2), Map.of(Counter.IN, 20L, Counter.OUT, 4L));

        assertThat(change.isKnown()).isFalse();
    }

    private CounterChange<Counter> advance(long number, long in, long out) {
        return counters.advance(Readings.number(number), Map.of(Counter.IN, in, Counter.OUT, out));
    }
}
