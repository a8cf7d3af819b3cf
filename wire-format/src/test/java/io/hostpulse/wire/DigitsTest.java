package io.hostpulse.wire;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigDecimal;
import java.math.MathContext;
import java.math.RoundingMode;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class DigitsTest {

    @ParameterizedTest
    @CsvSource({
        "0, 0",
        "-0.0, -0.0",
        "1, 1",
        "0.5, 0.5",
        "0.00012345678, 0.0001235",
        "36.579611, 36.58",
        "-36.579611, -36.58",
        "999.96, 1000",
        "9999.7, 10000",
        "5194.7225, 5195",
        "2042451.17, 2042000",
        "1e22, 1e22",
        "1.23456e21, 1.235e21",
        "1.23456e300, 1.23456e300",
        "4.9e-324, 4.9e-324"
    })
    void aNumberHasFourSignificantDigits(double value, double rounded) {
        assertThat(Digits.roundToSignificant(value, 4)).isEqualTo(rounded);
    }

    @ParameterizedTest
    @CsvSource({
        "0.00123349661, 0.0012",
        "0.99995, 1",
        "0.00004, 0",
        "1.99, 1.99",
        "12.345678, 12.3457"
    })
    void aNumberHasFourDecimals(double value, double rounded) {
        assertThat(Digits.roundToDecimals(value, 4)).isEqualTo(rounded);
    }

    @Test
    void everyNumberIsTheNearestOfItsDigitsAndNoOrderIsTurned() {
        SplittableRandom random = new SplittableRandom(11);
        for (int i = 0; i < 100_000; i++) {
            double value =
                    Math.pow(10, random.nextDouble(-16, 20)) * (random.nextBoolean() ? 1 : -1);
            double rounded = Digits.roundToSignificant(value, 4);

            BigDecimal exact = new BigDecimal(value);
            double nearest = exact.round(new MathContext(4, RoundingMode.HALF_EVEN)).doubleValue();
            assertThat(rounded).isEqualTo(nearest);
            assertThat(Digits.roundToSignificant(Math.nextUp(value), 4))
                    .isGreaterThanOrEqualTo(rounded);
        }
    }
}
