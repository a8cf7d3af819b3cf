package io.hostpulse.job.ingest;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class RecentHistogramTest {

    private final AtomicLong nanos = new AtomicLong(Long.MAX_VALUE - 5);
    private final RecentHistogram histogram =
            new RecentHistogram(4, Duration.ofMinutes(1), nanos::get);

    @Test
    void aBacklogThatHasPassedIsForgotten() {
        histogram.update(3_600_000);
        histogram.update(3_600_000);
        histogram.update(3_600_000);
        pass(Duration.ofSeconds(60));
        histogram.update(20);
        assertThat(histogram.getStatistics().getQuantile(0.5)).isEqualTo(3_600_000);

        pass(Duration.ofMillis(1));

        assertThat(histogram.getStatistics().getValues()).containsExactly(20);
        assertThat(histogram.getStatistics().getQuantile(0.5)).isEqualTo(20);
        assertThat(histogram.getCount()).isEqualTo(4);
    }

    @Test
    void ofMoreValuesThanItKeepsTheNewestCount() {
        for (long value = 1; value <= 10; value++) {
            histogram.update(value);
        }

        assertThat(histogram.getStatistics().getValues()).containsExactlyInAnyOrder(7, 8, 9, 10);
    }

    @Test
    void withoutAValueThereIsNoQuantile() {
        assertThat(histogram.getStatistics().getQuantile(0.5)).isNaN();

        histogram.update(20);
        pass(Duration.ofMinutes(2));

        assertThat(histogram.getStatistics().getQuantile(0.5)).isNaN();
    }

    private void pass(Duration time) {
        nanos.addAndGet(time.toNanos());
    }
}
