package io.hostpulse.wire.rule;

import static org.assertj.core.api.Assertions.assertThat;

import io.hostpulse.wire.Metric;
import io.hostpulse.wire.MetricCatalogue;
import java.util.Optional;
import java.util.OptionalDouble;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class ThresholdTest {

    private static final Metric CPU =
            MetricCatalogue.get().find("system.cpu.total.norm.pct").orElseThrow();

    private final Threshold busy = threshold(Comparison.ABOVE, 0.9, 0.8);
    private final Threshold idle = threshold(Comparison.BELOW, 0.1, 0.2);

    @Test
    void aboveAndBelowBeginBeyondTheThresholdAndNotOnIt() {
        assertThat(busy.isBreachedBy(0.9)).isFalse();
        assertThat(busy.isBreachedBy(0.91)).isTrue();
        assertThat(idle.isBreachedBy(0.1)).isFalse();
        assertThat(idle.isBreachedBy(0.09)).isTrue();
    }

    @Test
    void atLeastAndAtMostBeginOnTheThreshold() {
        assertThat(threshold(Comparison.AT_LEAST, 0.9, 0.8).isBreachedBy(0.9)).isTrue();
        assertThat(threshold(Comparison.AT_LEAST, 0.9, 0.8).isBreachedBy(0.89)).isFalse();
        assertThat(threshold(Comparison.AT_MOST, 0.1, 0.2).isBreachedBy(0.1)).isTrue();
        assertThat(threshold(Comparison.AT_MOST, 0.1, 0.2).isBreachedBy(0.11)).isFalse();
    }

    @Test
    void itEndsWhereTheClearValueIsReached() {
        assertThat(busy.isClearedBy(0.81)).isFalse();
        assertThat(busy.isClearedBy(0.8)).isTrue();
        assertThat(busy.isClearedBy(0.1)).isTrue();
        assertThat(idle.isClearedBy(0.19)).isFalse();
        assertThat(idle.isClearedBy(0.2)).isTrue();
        assertThat(idle.isClearedBy(0.9)).isTrue();
        assertThat(threshold(Comparison.AT_LEAST, 0.9, 0.8).isClearedBy(0.8)).isTrue();
        assertThat(threshold(Comparison.AT_MOST, 0.1, 0.2).isClearedBy(0.2)).isTrue();
    }

    @Test
    void betweenClearValueAndThresholdItStaysWhatItWas() {
        assertThat(busy.isBreachedBy(0.85) || busy.isClearedBy(0.85)).isFalse();
        assertThat(idle.isBreachedBy(0.15) || idle.isClearedBy(0.15)).isFalse();
    }

    @ParameterizedTest
    @EnumSource
    void withoutAClearValueOfItsOwnEveryValueEitherBeginsOrEndsIt(Comparison comparison) {
        Threshold condition = threshold(comparison, 0.9, 0.9);

        for (double value : new double[] {0, 0.89, 0.9, 0.91, 1}) {
            assertThat(condition.isBreachedBy(value)).isNotEqualTo(condition.isClearedBy(value));
        }
    }

    @ParameterizedTest
    @EnumSource
    void whatIsNoNumberNeitherBeginsNorEndsIt(Comparison comparison) {
        for (double clear : new double[] {0.5, 0.9}) {
            Threshold condition = threshold(comparison, 0.9, clear);

            assertThat(condition.isBreachedBy(Double.NaN)).isFalse();
            assertThat(condition.isClearedBy(Double.NaN)).isFalse();
        }
    }

    @Test
    void theWorseOfTwoValuesLiesFurtherOnTheWrongSide() {
        assertThat(busy.worseOf(0.95, 0.97)).isEqualTo(0.97);
        assertThat(busy.worseOf(0.97, 0.95)).isEqualTo(0.97);
        assertThat(idle.worseOf(0.05, 0.03)).isEqualTo(0.03);
        assertThat(idle.worseOf(0.03, 0.05)).isEqualTo(0.03);
    }

    @Test
    void aClearValueThatWasTheThresholdGoesAlongWithIt() {
        assertThat(threshold(Comparison.ABOVE, 0.9, 0.9).with(OptionalDouble.of(0.95), none()))
                .isEqualTo(threshold(Comparison.ABOVE, 0.95, 0.95));
        assertThat(busy.with(OptionalDouble.of(0.95), none()))
                .isEqualTo(threshold(Comparison.ABOVE, 0.95, 0.8));
        assertThat(busy.with(none(), OptionalDouble.of(0.7)))
                .isEqualTo(threshold(Comparison.ABOVE, 0.9, 0.7));
    }

    private static OptionalDouble none() {
        return OptionalDouble.empty();
    }

    private static Threshold threshold(Comparison comparison, double threshold, double clear) {
        return new Threshold(CPU, Optional.empty(), comparison, threshold, clear);
    }
}
