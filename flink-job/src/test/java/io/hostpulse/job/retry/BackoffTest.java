package io.hostpulse.job.retry;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.random.RandomGenerator;
import org.apache.flink.util.InstantiationUtil;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class BackoffTest {

    private static final Backoff BACKOFF = new Backoff(100, 10_000);

    @ParameterizedTest
    @CsvSource({
        "1, 100",
        "2, 200",
        "3, 400",
        "7, 6400",
        "8, 10000",
        "9, 10000",
        "100, 10000",
        "2147483647, 10000"
    })
    void theUpperBoundDoublesUntilItIsTheLongest(int attempt, long boundMillis) {
        assertThat(BACKOFF.delayMillis(attempt, drawing(0.999_999_999))).isEqualTo(boundMillis);
    }

    @ParameterizedTest
    @CsvSource({"1, 51", "2, 101", "100, 5001"})
    void theDelayIsDrawnFromTheWholeRange(int attempt, long middleMillis) {
        assertThat(BACKOFF.delayMillis(attempt, drawing(0.5))).isEqualTo(middleMillis);
        assertThat(BACKOFF.delayMillis(attempt, drawing(0.0))).isEqualTo(1);
    }

    @Test
    void travelsWithTheSinkThatUsesIt() throws Exception {
        assertThat(InstantiationUtil.clone(BACKOFF)).isEqualTo(BACKOFF);
    }

    private static RandomGenerator drawing(double value) {
        return new RandomGenerator() {
            @Override
            public long nextLong() {
                throw new AssertionError("draws a double");
            }

            @Override
            public double nextDouble() {
                return value;
            }
        };
    }
}
