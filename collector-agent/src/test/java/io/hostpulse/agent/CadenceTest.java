package io.hostpulse.agent;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class CadenceTest {

    private final AtomicLong interval = new AtomicLong(10);
    private final Cadence cadence = new Cadence(interval::get, 100);

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

    @Test
    void aShorterIntervalBringsTheNextTickForward() {
        cadence.completed(101);
        interval.set(4);

        cadence.adjust(102);

        assertThat(cadence.nextNanos()).isEqualTo(104);
    }

    @Test
    void aShorterIntervalThatHasPassedMakesATickDueNowAndNoneMissed() {
        cadence.completed(101);
        interval.set(2);

        cadence.adjust(107);
        assertThat(cadence.nextNanos()).isEqualTo(107);
        cadence.completed(108);

        assertThat(cadence.nextNanos()).isEqualTo(109);
        assertThat(cadence.missedTicks()).isZero();
    }

    @Test
    void aLongerIntervalPutsTheNextTickOff() {
        cadence.completed(101);
        interval.set(50);

        cadence.adjust(109);

        assertThat(cadence.nextNanos()).isEqualTo(150);
    }

    @Test
    void theFirstTickStaysWhereItIs() {
        interval.set(50);

        cadence.adjust(99);

        assertThat(cadence.nextNanos()).isEqualTo(100);
    }
}
