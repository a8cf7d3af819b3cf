package io.hostpulse.agent;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class CadenceTest {

    private final Cadence cadence = new Cadence(() -> 10, 100);

    @Test
    void ticksAreAnIntervalApartHoweverLongReadingsTake() {
        assertThat(cadence.nextNanos()).isEqualTo(100);
        cadence.completed(103);
        assertThat(cadence.nextNanos()).isEqualTo(110);
        cadence.completed(119);

        assertThat(cadence.nextNanos()).isEqualTo(120);
        assertThat(cadence.missedTicks()).isZero();
    }

    @Test
    void ticksThatPassDuringAReadingAreMissedAndNotMadeUpFor() {
        cadence.completed(135);

        assertThat(cadence.missedTicks()).isEqualTo(3);
        assertThat(cadence.nextNanos()).isEqualTo(140);
    }

    @Test
    void aTickThatIsDueJustWhenTheReadingEndsIsTaken() {
        cadence.completed(110);

        assertThat(cadence.missedTicks()).isZero();
        assertThat(cadence.nextNanos()).isEqualTo(110);
    }
}
