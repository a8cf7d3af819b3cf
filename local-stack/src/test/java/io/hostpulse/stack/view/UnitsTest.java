package io.hostpulse.stack.view;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.OptionalDouble;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class UnitsTest {

    @ParameterizedTest
    @CsvSource({
        "0, 0",
        "999, 999",
        "1000, 1.0K",
        "1536, 1.5K",
        "10240, 10K",
        "1048576, 1.0M",
        "367001600, 350M",
        "1073741824, 1.0G"
    })
    void bytesTakeFewCharacters(double bytes, String text) {
        assertThat(Units.bytes(bytes)).isEqualTo(text);
    }

    @ParameterizedTest
    @CsvSource({"-5, 0s", "59, 59s", "60, 1m 0s", "3599, 59m 59s", "7320, 2h 2m", "90000, 1d 1h"})
    void timesHaveTheirTwoLargestUnits(long seconds, String text) {
        assertThat(Units.time(Duration.ofSeconds(seconds))).isEqualTo(text);
    }

    @Test
    void absentValuesAreNoZeros() {
        assertThat(Units.percent(OptionalDouble.empty())).isEqualTo("-");
        assertThat(Units.bytes(OptionalDouble.empty())).isEqualTo("-");
        assertThat(Units.decimal(OptionalDouble.empty())).isEqualTo("-");
        assertThat(Units.percent(OptionalDouble.of(0))).isEqualTo("0.0%");
    }
}
