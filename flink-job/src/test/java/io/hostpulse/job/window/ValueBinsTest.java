package io.hostpulse.job.window;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ValueBinsTest {

    @ParameterizedTest
    @ValueSource(doubles = {1, -1, 0.001, -273.15, 1e-300, 3.4e38, -3.4e38, 123_456_789})
    void theMiddleOfItsBinIsNearEveryValue(double value) {
        double middle = ValueBins.middleOf(ValueBins.binOf(value));

        assertThat(Math.abs(middle - value))
                .isLessThanOrEqualTo(ValueBins.RELATIVE_ERROR * Math.abs(value) * 1.0000001);
    }

    @Test
    void zeroIsExact() {
        assertThat(ValueBins.middleOf(ValueBins.binOf(0.0))).isZero();
        assertThat(ValueBins.binOf(-0.0)).isEqualTo(ValueBins.binOf(0.0));
    }

    @Test
    void binsAreInTheOrderOfTheirValues() {
        double[] values = new Random(1).doubles(10_000, -1e6, 1e6).sorted().toArray();

        for (int i = 1; i < values.length; i++) {
            assertThat(ValueBins.binOf(values[i]))
                    .isGreaterThanOrEqualTo(ValueBins.binOf(values[i - 1]));
        }
    }
}
