package io.hostpulse.simulator.reference;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.time.Duration;
import org.junit.jupiter.api.Test;

class BaselineTest {

    private static final long HOUR = 3_600_000;
    private static final long DAY = 24 * HOUR;
    private static final Duration NO_WARM_UP = Duration.ZERO;

    private final Baseline baseline = new Baseline();

    @Test
    void aValueThatComesAHalfLifeLaterWeighsHalf() {
        baseline.take(10, 0, false);
        baseline.take(20, HOUR, false);

        // mean 15, variance (1 - 0.5) * (0 + 0.5 * 10 * 10) = 25, deviation 5
        Baseline.Verdict verdict = baseline.judge(30, HOUR, 2, NO_WARM_UP);
        assertThat(verdict.distance()).isEqualTo(3);
        assertThat(verdict.limit()).isEqualTo(25);
        assertThat(baseline.judge(5, HOUR, 2, NO_WARM_UP).limit()).isEqualTo(5);
    }

    @Test
    void aValueThatIsUnusualWeighsATenth() {
        baseline.take(10, 0, false);
        baseline.take(20, HOUR, true);

        // weight 0.05: mean 10.5, variance 0.95 * 0.05 * 100 = 4.75
        assertThat(baseline.judge(10.5, HOUR, 1, NO_WARM_UP).limit())
                .isCloseTo(10.5 + Math.sqrt(4.75), within(1e-12));
    }

    @Test
    void aDeviationIsAtLeastAHundredthOfTheMean() {
        baseline.take(200, 0, false);

        assertThat(baseline.judge(206, 10, 4, NO_WARM_UP).distance()).isEqualTo(3);
        assertThat(baseline.judge(206, 10, 4, NO_WARM_UP).limit()).isEqualTo(208);
    }

    @Test
    void aMeanOfZeroHasADeviationAllTheSame() {
        baseline.take(0, 0, false);

        assertThat(baseline.judge(2e-9, 10, 1, NO_WARM_UP).distance()).isEqualTo(2);
    }

    @Test
    void warmUpWantsThirtyValuesAndItsTime() {
        for (int i = 0; i < 29; i++) {
            baseline.judge(1, 10_000L * i, 1, Duration.ofMinutes(5));
            baseline.take(1, 10_000L * i, false);
        }

        assertThat(baseline.judge(1, 300_000, 1, Duration.ofMinutes(5)).isWarm()).isFalse();
        baseline.take(1, 290_000, false);
        assertThat(baseline.judge(1, 300_000, 1, Duration.ofSeconds(301)).isWarm()).isFalse();
        assertThat(baseline.judge(1, 300_000, 1, Duration.ofMinutes(5)).isWarm()).isTrue();
    }

    @Test
    void aGapOfMoreThanTheHalfLifeBeginsANewWarmUp() {
        warmUpUntil(300_000);
        assertThat(baseline.judge(1, 300_000 + HOUR, 1, NO_WARM_UP).isWarm()).isTrue();

        assertThat(baseline.judge(1, 300_001 + HOUR, 1, NO_WARM_UP).isWarm()).isFalse();
    }

    @Test
    void anHourOfTheDayIsJudgedByItselfOnceItHasBeenSeenOnTwoDaysForTwoHours() {
        // noon is busy and the rest is not; every minute, three days
        for (long time = 0; time < 3 * DAY; time += 60_000) {
            boolean isNoon = time % DAY / HOUR == 12;
            baseline.judge(isNoon ? 50 : 10, time, 4, NO_WARM_UP);
            baseline.take(isNoon ? 50 : 10, time, false);
            if (time == DAY + 13 * HOUR - 60_000) {
                // the last value of noon on the second day makes two hours full
                assertThat(baseline.judge(50, time, 4, NO_WARM_UP).distance()).isZero();
            }
            if (time == DAY + 13 * HOUR - 120_000) {
                assertThat(baseline.judge(50, time, 4, NO_WARM_UP).distance()).isPositive();
            }
        }
    }

    private void warmUpUntil(long timeMillis) {
        for (long time = 0; time <= timeMillis; time += 10_000) {
            baseline.judge(1, time, 1, NO_WARM_UP);
            baseline.take(1, time, false);
        }
    }
}
