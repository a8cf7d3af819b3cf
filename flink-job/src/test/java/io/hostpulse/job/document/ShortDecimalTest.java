package io.hostpulse.job.document;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ShortDecimalTest {

    @ParameterizedTest
    @CsvSource({
        "0.5, 0.5",
        "-0.25, -0.25",
        "0.1234, 0.1234",
        "99999.0009765625, 99999.0009765625",
        "0.0009765625, 0.0009765625",
        "100.05, 100.05",
        "7, 7"
    })
    void writesWhatIsShortInDecimal(double value, String text) {
        assertThat(written(value)).isEqualTo(text);
    }

    @ParameterizedTest
    @CsvSource({"0.333333333333333333", "100000.5", "1e-11", "NaN", "Infinity", "1e300"})
    void leavesTheOthers(double value) {
        assertThat(written(value)).isEmpty();
    }

    @Test
    void whatItWritesIsReadAsTheSameNumber() {
        Random random = new Random(1);
        for (int i = 0; i < 100_000; i++) {
            int decimals = random.nextInt(11);
            double value =
                    Math.rint(random.nextDouble() * 99_999 * Math.pow(10, decimals))
                            / Math.pow(10, decimals);
            String text = written(value);
            if (!text.isEmpty()) {
                assertThat(Double.parseDouble(text)).isEqualTo(value);
            }
        }
    }

    private static String written(double value) {
        char[] text = new char[ShortDecimal.MAX_LENGTH];
        return new String(text, 0, ShortDecimal.write(value, text));
    }
}
