package io.hostpulse.job.rule;

import static io.hostpulse.job.rule.Readings.CPU;
import static org.assertj.core.api.Assertions.assertThat;

import io.hostpulse.wire.MetricCatalogue;
import io.hostpulse.wire.rule.Comparison;
import io.hostpulse.wire.rule.Threshold;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class LimitsTest {

    @ParameterizedTest
    @EnumSource
    void aValueMarksTheRuleWhoseThresholdItBreachesAndNoOther(Comparison comparison) {
        for (double limit : new double[] {0, -0.0, 0.9, -5000, 1e300}) {
            Threshold threshold =
                    new Threshold(
                            MetricCatalogue.get().find(CPU).orElseThrow(),
                            Optional.empty(),
                            comparison,
                            limit,
                            limit);
            Limits limits = Limits.of(List.of(new Limits.Limit(1, 2, threshold)));
            for (double value :
                    new double[] {
                        limit,
                        Math.nextUp(limit),
                        Math.nextDown(limit),
                        0,
                        -0.0,
                        Double.MIN_VALUE,
                        -Double.MIN_VALUE,
                        Double.NaN,
                        Double.MAX_VALUE,
                        -Double.MAX_VALUE
                    }) {
                boolean[] marked = new boolean[3];
                limits.mark(new double[] {9, 9, 9, value}, 1, marked);
                assertThat(marked)
                        .as("%s %s %s", value, comparison, limit)
                        .containsExactly(false, threshold.isBreachedBy(value), false);
            }
        }
    }
}
