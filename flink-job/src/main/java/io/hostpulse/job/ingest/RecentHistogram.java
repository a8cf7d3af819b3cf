package io.hostpulse.job.ingest;

import java.time.Duration;
import java.util.Arrays;
import java.util.function.LongSupplier;
import org.apache.flink.metrics.Histogram;
import org.apache.flink.metrics.HistogramStatistics;
import org.apache.flink.runtime.metrics.DescriptiveStatisticsHistogramStatistics;

/**
 * Statistics of the newest values, and of none that is older than a limit: of a host alone the
 * newest two thousand are those of many hours, so that what has long passed would still be told.
 * Without a value there is no quantile (NaN).
 */
final class RecentHistogram implements Histogram {

    private final long[] values;
    private final long[] arrivalNanos;
    private final long oldestNanos;
    private final LongSupplier nanoClock;
    private long count;

    /**
     * @param most of so many values at most
     * @param oldest how old they may be
     * @param nanoClock such as {@link System#nanoTime}
     */
    RecentHistogram(int most, Duration oldest, LongSupplier nanoClock) {
        values = new long[most];
        arrivalNanos = new long[most];
        oldestNanos = oldest.toNanos();
        this.nanoClock = nanoClock;
    }

    @Override
    public synchronized void update(long value) {
        int slot = (int) (count % values.length);
        values[slot] = value;
        arrivalNanos[slot] = nanoClock.getAsLong();
        count++;
    }

    /** Of all values ever. */
    @Override
    public synchronized long getCount() {
        return count;
    }

    @Override
    public synchronized HistogramStatistics getStatistics() {
        long nowNanos = nanoClock.getAsLong();
        double[] recent = new double[values.length];
        int found = 0;
        for (long n = count - 1; n >= 0 && n >= count - values.length; n--) {
            int slot = (int) (n % values.length);
            if (nowNanos - arrivalNanos[slot] > oldestNanos) {
                break;
            }
            recent[found++] = values[slot];
        }
        return new DescriptiveStatisticsHistogramStatistics(Arrays.copyOf(recent, found));
    }
}
