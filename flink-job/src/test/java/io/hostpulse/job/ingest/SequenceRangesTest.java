package io.hostpulse.job.ingest;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashSet;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SequenceRangesTest {

    @Test
    void aSingleNumberIsARangeOfItsOwn() {
        long[] ranges = SequenceRanges.of(7);

        assertThat(ranges).containsExactly(7, 7);
        assertThat(SequenceRanges.contains(ranges, 7)).isTrue();
        assertThat(SequenceRanges.contains(ranges, 6)).isFalse();
        assertThat(SequenceRanges.contains(ranges, 8)).isFalse();
    }

    @Test
    void theNextNumberLengthensTheRange() {
        assertThat(SequenceRanges.add(SequenceRanges.of(7), 8)).containsExactly(7, 8);
    }

    @Test
    void theNumberBeforeLengthensTheRangeDownwards() {
        assertThat(SequenceRanges.add(SequenceRanges.of(7), 6)).containsExactly(6, 7);
    }

    @Test
    void aNumberFurtherOffOpensARangeInItsPlace() {
        assertThat(SequenceRanges.add(SequenceRanges.of(7), 9)).containsExactly(7, 7, 9, 9);
        assertThat(SequenceRanges.add(SequenceRanges.of(7), 5)).containsExactly(5, 5, 7, 7);
        assertThat(SequenceRanges.add(new long[] {1, 2, 8, 9}, 5))
                .containsExactly(1, 2, 5, 5, 8, 9);
    }

    @Test
    void theNumberThatFillsAGapJoinsItsNeighbours() {
        assertThat(SequenceRanges.add(new long[] {1, 3, 5, 6}, 4)).containsExactly(1, 6);
        assertThat(SequenceRanges.add(new long[] {1, 1, 3, 3, 5, 5, 9, 9}, 4))
                .containsExactly(1, 1, 3, 5, 9, 9);
    }

    @Test
    void whatWasThereBeforeIsLeftAsItWas() {
        long[] before = {1, 3, 5, 6};

        SequenceRanges.add(before, 4);
        SequenceRanges.add(before, 7);
        SequenceRanges.add(before, 9);

        assertThat(before).containsExactly(1, 3, 5, 6);
    }

    @Test
    void theLargestAndTheSmallestNumberAreNumbersLikeOthers() {
        long[] ranges = SequenceRanges.add(SequenceRanges.of(Long.MAX_VALUE), Long.MIN_VALUE);

        assertThat(ranges)
                .containsExactly(Long.MIN_VALUE, Long.MIN_VALUE, Long.MAX_VALUE, Long.MAX_VALUE);
        assertThat(SequenceRanges.contains(ranges, Long.MAX_VALUE)).isTrue();
        assertThat(SequenceRanges.contains(ranges, 0)).isFalse();
    }

    @Test
    void beyondTheLimitTheLowestRangeIsForgotten() {
        long[] ranges = SequenceRanges.of(0);
        for (int n = 1; n < SequenceRanges.MAX_RANGES; n++) {
            ranges = SequenceRanges.add(ranges, 10L * n);
        }
        assertThat(SequenceRanges.contains(ranges, 0)).isTrue();

        ranges = SequenceRanges.add(ranges, 10L * SequenceRanges.MAX_RANGES);

        assertThat(ranges).hasSize(2 * SequenceRanges.MAX_RANGES);
        assertThat(SequenceRanges.contains(ranges, 0)).isFalse();
        for (int n = 1; n <= SequenceRanges.MAX_RANGES; n++) {
            assertThat(SequenceRanges.contains(ranges, 10L * n)).isTrue();
        }
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5})
    void holdsExactlyTheNumbersThatWereAddedInAnyOrder(long seed) {
        Random random = new Random(seed);
        // fewer than twice the limit, so that no order can open too many ranges
        int span = 2 * SequenceRanges.MAX_RANGES - 2;
        Set<Long> model = new HashSet<>();
        long first = random.nextInt(span);
        long[] ranges = SequenceRanges.of(first);
        model.add(first);

        for (int step = 0; step < 1_000; step++) {
            long number = random.nextInt(span);
            assertThat(SequenceRanges.contains(ranges, number)).isEqualTo(model.contains(number));
            if (model.add(number)) {
                ranges = SequenceRanges.add(ranges, number);
            }
            assertAscendingWithGaps(ranges);
        }

        for (long number = -2; number < span + 2; number++) {
            assertThat(SequenceRanges.contains(ranges, number)).isEqualTo(model.contains(number));
        }
    }

    private static void assertAscendingWithGaps(long[] ranges) {
        assertThat(ranges.length % 2).isZero();
        for (int i = 0; i < ranges.length; i += 2) {
            assertThat(ranges[i]).isLessThanOrEqualTo(ranges[i + 1]);
            if (i > 0) {
                assertThat(ranges[i]).isGreaterThan(ranges[i - 1] + 1);
            }
        }
    }
}
