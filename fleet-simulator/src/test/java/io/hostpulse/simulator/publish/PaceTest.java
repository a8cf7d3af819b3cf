package io.hostpulse.simulator.publish;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

class PaceTest {

    @Test
    void speedShortensTheWait() {
        assertThat(Pace.REAL.dueNanos(1500)).isEqualTo(1_500_000_000L);
        assertThat(new Pace(10).dueNanos(1500)).isEqualTo(150_000_000L);
        assertThat(new Pace(0.5).dueNanos(1500)).isEqualTo(3_000_000_000L);
        assertThat(Pace.AS_FAST_AS_POSSIBLE.dueNanos(1500)).isZero();
    }

    @Test
    void standingStillIsNoPace() {
        assertThatThrownBy(() -> new Pace(0)).hasMessage("speed is 0.0, allowed is above 0");
        assertThatThrownBy(() -> new Pace(Double.NaN)).hasMessageContaining("NaN");
    }
}
