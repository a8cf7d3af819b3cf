package io.hostpulse.job.document;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class DecimalTest {

    private static final int NUMBERS = 200_000;

    private final Random random = new Random(1);
    private final byte[] bytes = new byte[1 + Decimal.MAX_LENGTH];

    @ParameterizedTest
    @ValueSource(
            longs = {
                0,
                9,
                10,
                99_999_999,
                100_000_000,
                9_999_999_999_999_999L,
                10_000_000_000_000_000L,
                -1,
                -100_000_000,
                Long.MAX_VALUE,
                Long.MIN_VALUE + 1,
                Long.MIN_VALUE
            })
    void writesWholeNumbers(long value) {
        assertThat(written(value)).isEqualTo(Long.toString(value));
    }

    @Test
    void writesWholeNumbersOfEveryLength() {
        for (int i = 0; i < NUMBERS; i++) {
            long value = random.nextLong() >> random.nextInt(Long.SIZE);

            assertThat(written(value)).isEqualTo(Long.toString(value));
        }
    }

    @ParameterizedTest
    @CsvSource({
        "0.5, 0.5",
        "-0.25, -0.25",
        "0.1234, 0.1234",
        "99999.0009765625, 99999.0009765625",
        "0.0009765625, 0.0009765625",
        "0.00000001, 0.00000001",
        "100.05, 100.05",
        "7, 7",
        "-0.0, 0",
        "999999999999999, 999999999999999",
        "1e15, 1.0E15",
        "1e300, 1.0E300",
        "1e-11, 1.0E-11",
        "123456.75, 123456.75",
        "0.30000000000000004, 0.30000000000000004",
        "4.9e-324, 4.9E-324",
        "2.5e-44, 2.5E-44"
    })
    void writesWhatIsShortInDecimalWithoutAnExponent(double value, String text) {
        assertThat(written(value)).isEqualTo(text);
    }

    @ParameterizedTest
    @ValueSource(doubles = {Double.NaN, Double.POSITIVE_INFINITY, Double.NEGATIVE_INFINITY})
    void leavesWhatIsNoNumberInJson(double value) {
        assertThat(Decimal.write(value, bytes, 1)).isEqualTo(1);
    }

    @Test
    void whatItWritesIsReadAsTheSameNumber() {
        for (int i = 0; i < NUMBERS; i++) {
            int decimals = random.nextInt(12);
            double scale = Math.pow(10, decimals);
            double value = Math.rint((random.nextDouble() - 0.5) * 2e5 * scale) / scale;

            assertThat(Double.parseDouble(written(value))).isEqualTo(value + 0.0);
        }
    }

    @Test
    void anyOtherIsReadAsTheSameNumberToo() {
        for (int i = 0; i < NUMBERS; i++) {
            double value = Double.longBitsToDouble(random.nextLong());
            if (Double.isFinite(value)) {
                assertThat(Double.parseDouble(written(value))).isEqualTo(value);
            }
        }
    }

    private String written(long value) {
        return text(Decimal.write(value, bytes, 1));
    }

    private String written(double value) {
        return text(Decimal.write(value, bytes, 1));
    }

    private String text(int end) {
        return new String(bytes, 1, end - 1, US_ASCII);
    }
}
