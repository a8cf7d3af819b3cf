package io.hostpulse.agent.publish;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;

class ReplayRateTest {

    private static final long SECOND = Duration.ofSeconds(1).toNanos();

    private final ReplayRate rate = new ReplayRate(50, 0);

    @Test
    void soManyPassInASecondHoweverOftenItIsAsked() {
        passFrom(0);

        int passed = 0;
        for (long now = SECOND; now < 11 * SECOND; now += SECOND / 1000) {
            passed += passFrom(now);
        }

        assertThat(passed).isBetween(500, 510);
    }

    @Test
    void aPauseIsNotMadeUpFor() {
        assertThat(passFrom(3600 * SECOND)).isEqualTo(10);
    }

    @Test
    void oneASecondPassesOneByOne() {
        ReplayRate slow = new ReplayRate(1, 0);
        slow.take(5 * SECOND);

        assertThat(slow.hasPlace(6 * SECOND - 1)).isFalse();
        assertThat(slow.hasPlace(6 * SECOND)).isTrue();
    }

    private int passFrom(long now) {
        int passed = 0;
        while (rate.hasPlace(now)) {
            rate.take(now);
            passed++;
        }
        return passed;
    }
}
