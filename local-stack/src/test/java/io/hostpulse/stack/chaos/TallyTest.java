package io.hostpulse.stack.chaos;

import static org.assertj.core.api.Assertions.assertThat;

import io.hostpulse.stack.chaos.Tally.Between;
import java.util.Map;
import org.junit.jupiter.api.Test;

class TallyTest {

    private final Tally tally = new Tally("windows");

    @Test
    void whatIsMissingTooMuchOrDifferentIsCountedAndTold() {
        tally.compare(
                Map.of(
                        "equal", Map.of("a", 1.0),
                        "other", Map.of("a", 1.0, "b", 2.0),
                        "missing", Map.of("a", 1.0)),
                Map.of(
                        "equal", Map.of("a", 1.0),
                        "other", Map.of("a", 1.0, "b", 3.0),
                        "added", Map.of("a", 1.0)));

        Comparison result = tally.result();
        assertThat(result.isEqual()).isFalse();
        assertThat(result)
                .extracting(
                        Comparison::expected,
                        Comparison::found,
                        Comparison::missing,
                        Comparison::surplus,
                        Comparison::different)
                .containsExactly(3L, 3L, 1L, 1L, 1L);
        assertThat(result.differences())
                .containsExactly(
                        "windows: too much added\n    {a=1.0}",
                        "windows: missing missing\n    {a=1.0}",
                        "windows: different other\n    b: expected 2.0, found 3.0");
    }

    @Test
    void anAbsentFieldIsADifference() {
        tally.compare(Map.of("a", Map.of("x", 1.0)), Map.of("a", Map.of()));

        assertThat(tally.result().differences())
                .containsExactly("windows: different a\n    x: expected 1.0, found null");
    }

    @Test
    void aNumberMayLieBetweenTwo() {
        tally.compare(
                Map.of("a", Map.of("x", Between.around(100, 0.01))),
                Map.of("a", Map.of("x", 100.9)));
        assertThat(tally.result().isEqual()).isTrue();

        tally.compare(
                Map.of("b", Map.of("x", Between.around(100, 0.01))),
                Map.of("b", Map.of("x", 101.1)));
        assertThat(tally.result().different()).isOne();
    }
}
