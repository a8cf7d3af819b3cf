package io.hostpulse.stack.ruletest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

class SeriesValuesTest {

    @Test
    void valuesAreRepeatedLeftOutAndStepped() {
        SeriesValues values = SeriesValues.parse("0.5x2 0.9 _x3  1+2x4 5-1x2 _");

        assertThat(values.given()).containsExactly(0.5, 0.5, 0.9, 1, 3, 5, 7, 5, 4);
        assertThat(values.size()).isEqualTo(13);
        assertThat(values.at(2)).hasValue(0.9);
        assertThat(values.at(3)).isEmpty();
        assertThat(values.at(6)).hasValue(1);
        assertThat(values.at(13)).isEmpty();
    }

    @Test
    void stepsAreExactAsDecimals() {
        assertThat(SeriesValues.parse("0.6+0.001x301").at(300)).hasValue(0.9);
    }

    @Test
    void whatIsNoValueIsNamed() {
        for (String wrong : new String[] {"much", "1x", "1+2", "0.5*3", "1e999x", "__"}) {
            assertThatThrownBy(() -> SeriesValues.parse("1 " + wrong))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContaining("'" + wrong + "'");
        }
    }
}
