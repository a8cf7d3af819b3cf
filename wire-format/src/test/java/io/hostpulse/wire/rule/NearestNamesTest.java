package io.hostpulse.wire.rule;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class NearestNamesTest {

    private static final List<String> KNOWN =
            List.of("cpu-usage", "cpu-steal", "memory-used", "disk-space", "host-down");

    @Test
    void theNearestComeFirst() {
        assertThat(NearestNames.of("cpu-steel", KNOWN, 3)).first().isEqualTo("cpu-steal");
        assertThat(NearestNames.of("hostdown", KNOWN, 3)).containsExactly("host-down");
        assertThat(NearestNames.of("cpu-usage", KNOWN, 1)).containsExactly("cpu-usage");
    }

    @Test
    void aPartOfANameIsNear() {
        assertThat(NearestNames.of("cpu", KNOWN, 3)).containsExactly("cpu-steal", "cpu-usage");
        assertThat(NearestNames.of("cpu", KNOWN, 1)).hasSize(1);
    }

    @Test
    void whatIsLikeNothingHasNoNeighbours() {
        assertThat(NearestNames.of("swap", KNOWN, 3)).isEmpty();
        assertThat(NearestNames.of("", KNOWN, 3)).isEmpty();
    }
}
