package io.hostpulse.stack;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import org.junit.jupiter.api.Test;

class CatchUpTest {

    private static final Instant START = Instant.parse("2026-03-01T12:00:00Z");

    private final CatchUp catchUp = new CatchUp();

    @Test
    void whatIsNotBehindHasNothingToTell() {
        assertThat(catchUp.describe()).isEmpty();

        catchUp.observe(START, 0);
        assertThat(catchUp.describe()).isEmpty();
    }

    @Test
    void atFirstItIsKnownHowFarItIsBehindAndNotHowLongItTakes() {
        catchUp.observe(START, 12_345);

        assertThat(catchUp.describe()).contains("catching up, 12,345 samples behind");
    }

    @Test
    void thePaceTellsHowLongItTakes() {
        catchUp.observe(START, 12_000);
        catchUp.observe(START.plusSeconds(4), 10_000);

        assertThat(catchUp.describe()).contains("catching up, 10,000 samples behind, about 20 s");
    }

    @Test
    void thePaceCountsFromWhereItWasFarthestBehind() {
        catchUp.observe(START, 100);
        catchUp.observe(START.plusSeconds(10), 6_000);
        catchUp.observe(START.plusSeconds(15), 1_000);

        assertThat(catchUp.describe()).contains("catching up, 1,000 samples behind, about 1 s");
    }

    @Test
    void whatDoesNotGetFewerHasNoEnd() {
        catchUp.observe(START, 6_000);
        catchUp.observe(START.plusSeconds(15), 6_500);

        assertThat(catchUp.describe()).contains("catching up, 6,500 samples behind");
    }
}
