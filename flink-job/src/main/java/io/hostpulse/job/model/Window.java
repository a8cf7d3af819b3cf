package io.hostpulse.job.model;

import io.hostpulse.wire.proto.Dimension;
import java.util.Locale;

/**
 * Aggregates of one host, or of one device of it, over {@code [startMillis, endMillis)}. The arrays
 * are laid out by {@link io.hostpulse.job.ingest.HostMetrics#aggregated}, or {@link
 * io.hostpulse.job.ingest.DeviceMetrics#aggregated} of the dimension; where a count is 0 the other
 * values mean nothing. A counter stands there with its increases from sample to sample, of which
 * the sum alone tells something.
 *
 * @param dimension number of the {@code Dimension}, 0 for the host itself
 * @param device name of the device as samples have it, empty for the host itself
 * @param name the size as people write it, such as {@code 30s}
 * @param slideMillis how far apart two windows begin; the size itself for tumbling windows
 * @param onClock whether the host's own next sample closed it, for the first time; false where a
 *     timer did, and for corrections. A window that a timer closed comes once more, on the clock,
 *     when the host's next sample passes its end
 * @param samples how many samples fell into the window
 * @param putBacks how often the host's clock had been put back so far that windows began anew
 * @param sums the total for metrics of kind {@code DELTA}, the increase for counters
 * @param p50 median; percentiles are empty where there are few samples and no rule asks for one
 * @param crossed ids of the rules whose threshold was crossed
 * @param labels names and values of the host's labels, one after the other, in the order of names
 * @param evaluatedMillis when the job handed it on, by its own clock
 */
public record Window(
        String hostId,
        String hostName,
        int dimension,
        String device,
        String name,
        long startMillis,
        long endMillis,
        long slideMillis,
        boolean onClock,
        int samples,
        int putBacks,
        int[] counts,
        double[] sums,
        double[] minima,
        double[] maxima,
        double[] lasts,
        double[] p50,
        double[] p95,
        double[] p99,
        String[] crossed,
        String[] labels,
        long evaluatedMillis) {

    /** Of fewer, the 95th percentile by nearest rank is the maximum. */
    public static final int LEAST_SAMPLES_FOR_PERCENTILES = 20;

    /** The same for every emission of the same window. */
    public String id() {
        String ofHost = hostId + "|" + name + "|" + startMillis;
        return isOfHost()
                ? ofHost
                : ofHost
                        + "|"
                        + Dimension.forNumber(dimension).name().toLowerCase(Locale.ROOT)
                        + "|"
                        + device;
    }

    /**
     * Grows from emission to emission of the same window: with every sample, and where it begins
     * anew with fewer.
     */
    public long version() {
        return ((long) putBacks << Integer.SIZE) + samples;
    }

    /** Whether it is of the host itself, not of one of its devices. */
    public boolean isOfHost() {
        return dimension == Dimension.HOST_VALUE;
    }

    /** Whether the next one begins before it ends. */
    public boolean isSliding() {
        return slideMillis < endMillis - startMillis;
    }

    /** The window with what is known only when rules are applied to it. */
    public Window evaluated(String[] ruleIds, String[] hostLabels, long nowMillis) {
        return new Window(
                hostId,
                hostName,
                dimension,
                device,
                name,
                startMillis,
                endMillis,
                slideMillis,
                onClock,
                samples,
                putBacks,
                counts,
                sums,
                minima,
                maxima,
                lasts,
                p50,
                p95,
                p99,
                ruleIds,
                hostLabels,
                nowMillis);
    }
}
