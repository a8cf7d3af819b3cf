package io.hostpulse.wire.rule;

import static org.assertj.core.api.Assertions.assertThat;

import io.hostpulse.wire.Metric;
import io.hostpulse.wire.MetricCatalogue;
import io.hostpulse.wire.rule.Condition.Side;
import org.junit.jupiter.api.Test;

class ConditionTest {

    private static final Metric CPU =
            MetricCatalogue.get().find("system.cpu.total.norm.pct").orElseThrow();

    private final Condition busy = new Condition(CPU, Side.ABOVE, 0.9, 0.8);
    private final Condition idle = new Condition(CPU, Side.BELOW, 0.1, 0.2);

    @Test
    void itBeginsBeyondTheThresholdAndNotOnIt() {
        assertThat(busy.isBreachedBy(0.9)).isFalse();
        assertThat(busy.isBreachedBy(0.91)).isTrue();
        assertThat(idle.isBreachedBy(0.1)).isFalse();
        assertThat(idle.isBreachedBy(0.09)).isTrue();
    }

    @Test
    void itEndsWhereTheClearValueIsReached() {
        assertThat(busy.isClearedBy(0.81)).isFalse();
        assertThat(busy.isClearedBy(0.8)).isTrue();
        assertThat(busy.isClearedBy(0.1)).isTrue();
        assertThat(idle.isClearedBy(0.19)).isFalse();
        assertThat(idle.isClearedBy(0.2)).isTrue();
        assertThat(idle.isClearedBy(0.9)).isTrue();
    }

    @Test
    void betweenClearValueAndThresholdItStaysWhatItWas() {
        assertThat(busy.isBreachedBy(0.85) || busy.isClearedBy(0.85)).isFalse();
        assertThat(idle.isBreachedBy(0.15) || idle.isClearedBy(0.15)).isFalse();
    }

    @Test
    void withoutAClearValueOfItsOwnEveryValueEitherBeginsOrEndsIt() {
        Condition condition = new Condition(CPU, Side.ABOVE, 0.9, 0.9);

        for (double value : new double[] {0, 0.89, 0.9, 0.91, 1}) {
            assertThat(condition.isBreachedBy(value)).isNotEqualTo(condition.isClearedBy(value));
        }
    }

    @Test
    void whatIsNoNumberNeitherBeginsNorEndsIt() {
        assertThat(busy.isBreachedBy(Double.NaN) || busy.isClearedBy(Double.NaN)).isFalse();
        assertThat(idle.isBreachedBy(Double.NaN) || idle.isClearedBy(Double.NaN)).isFalse();
    }

    @Test
    void theWorseOfTwoValuesLiesFurtherOnTheWrongSide() {
        assertThat(busy.worseOf(0.95, 0.97)).isEqualTo(0.97);
        assertThat(busy.worseOf(0.97, 0.95)).isEqualTo(0.97);
        assertThat(idle.worseOf(0.05, 0.03)).isEqualTo(0.03);
        assertThat(idle.worseOf(0.03, 0.05)).isEqualTo(0.03);
    }
}
