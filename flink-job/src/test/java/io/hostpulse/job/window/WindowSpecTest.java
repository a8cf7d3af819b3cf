package io.hostpulse.job.window;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import org.junit.jupiter.api.Test;

class WindowSpecTest {

    private static final WindowSpec SLIDING =
            new WindowSpec(Duration.ofSeconds(30), Duration.ofSeconds(10));

    @Test
    void readsTumblingAndSlidingWindows() {
        assertThat(WindowSpec.parse("1m")).isEqualTo(WindowSpec.tumbling(Duration.ofMinutes(1)));
        assertThat(WindowSpec.parse("30s/10s")).isEqualTo(SLIDING);
        assertThat(SLIDING.name()).isEqualTo("30s");
    }

    @Test
    void refusesASizeThatIsNoMultipleOfTheSlide() {
        assertThatThrownBy(() -> WindowSpec.parse("30s/20s"))
                .hasMessage("window 30s/20s: the size must be a multiple of the slide");
    }

    @Test
    void knowsWhereWindowsEnd() {
        assertThat(SLIDING.lastEnd(34_999)).isEqualTo(60_000);
        assertThat(SLIDING.nextEnd(34_999)).isEqualTo(40_000);
        assertThat(SLIDING.nextEnd(40_000)).isEqualTo(50_000);
        assertThat(SLIDING.endsBetween(34_999, 39_999)).isFalse();
        assertThat(SLIDING.endsBetween(34_999, 40_000)).isTrue();
        assertThat(SLIDING.endsBetween(40_000, 40_000)).isFalse();
    }

    @Test
    void knowsWhichIsTheLastToBegin() {
        assertThat(SLIDING.lastStart(34_999)).isEqualTo(30_000);
        assertThat(SLIDING.lastStart(30_000)).isEqualTo(30_000);
        assertThat(WindowSpec.parse("1m").lastStart(60_000)).isEqualTo(60_000);
    }

    @Test
    void tellsTumblingFromSlidingWindows() {
        assertThat(SLIDING.isTumbling()).isFalse();
        assertThat(WindowSpec.parse("1m").isTumbling()).isTrue();
    }

    @Test
    void alignsTimesBefore1970Too() {
        assertThat(WindowSpec.parse("10s").lastStart(-1)).isEqualTo(-10_000);
        assertThat(WindowSpec.parse("10s").nextEnd(-1)).isZero();
    }
}
