package io.hostpulse.wire;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class DecimalNumberTest {

    @Test
    void decimalNumbersAreRead() {
        assertThat(DecimalNumber.parse("50")).hasValue(50);
        assertThat(DecimalNumber.parse("-0.25")).hasValue(-0.25);
        assertThat(DecimalNumber.parse("5.")).hasValue(5);
        assertThat(DecimalNumber.parse(".5")).hasValue(0.5);
        assertThat(DecimalNumber.parse("1.5E+6")).hasValue(1_500_000);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "50d", "2f", "0x1p3", "0x10", "NaN", "Infinity", "-Infinity", "1e999", "1_000",
                "1,5", " 5", "5 ", "+5", "", ".", "-", "e5", "\u0665"
            })
    void nothingElseIsANumber(String text) {
        assertThat(DecimalNumber.parse(text)).isEmpty();
    }
}
