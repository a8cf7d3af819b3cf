package io.hostpulse.agent.read;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class RatioTest {

    @Test
    void isAShare() {
        assertThat(Ratio.of(1L, 4L)).hasValue(0.25);
    }

    @Test
    void noiseIsCutOff() {
        assertThat(Ratio.of(1.004, 1)).hasValue(1);
        assertThat(Ratio.of(-0.001, 1)).hasValue(0);
    }

    @Test
    void whatIsMoreThanNoiseIsAbsent() {
        assertThat(Ratio.of(3.0, 1)).isEmpty();
        assertThat(Ratio.of(-1.0, 1)).isEmpty();
    }

    @Test
    void aShareOfNothingIsAbsent() {
        assertThat(Ratio.of(0L, 0L)).isEmpty();
    }
}
