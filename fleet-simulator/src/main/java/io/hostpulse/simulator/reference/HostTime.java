package io.hostpulse.simulator.reference;

/**
 * The <em>steady</em> time of a host at a live sample: that of its clock and all by which the clock
 * has been put back. It was put back if the sample's steady time would not be later than that of
 * the live sample before; it then is that one's and the sample's interval, 1 ms at least.
 *
 * <p>It was put forward, which counts as put back by less than nothing, if the host would have been
 * silent between both, and would not but for the {@linkplain SampleOrder step} before the sample:
 * by that step, but so that the sample's interval at least lies between them.
 */
final class HostTime {

    private Long steadyMillis;
    private Long beforeMillis;
    private long putBackMillis;
    private long steppedMillis;

    /** Goes on to the next live sample. */
    void advance(Reading reading) {
        beforeMillis = steadyMillis;
        long timeMillis = reading.timeMillis() + putBackMillis;
        steppedMillis = 0;
        if (beforeMillis != null) {
            steppedMillis = steppedMillis(reading, timeMillis - beforeMillis);
        }
        putBackMillis += steppedMillis;
        steadyMillis = timeMillis + steppedMillis;
    }

    private static long steppedMillis(Reading reading, long passedMillis) {
        if (passedMillis <= 0) {
            return Math.max(1, reading.intervalMillis()) - passedMillis;
        }
        long gapMillis = reading.toleratedGapMillis();
        boolean forwardAlone =
                passedMillis > gapMillis && passedMillis - reading.stepMillis() <= gapMillis;
        return forwardAlone
                ? -Math.min(reading.stepMillis(), passedMillis - reading.intervalMillis())
                : 0;
    }

    /** Of this sample. */
    long steadyMillis() {
        return steadyMillis;
    }

    /** Of the live sample before this one, null at the first. */
    Long beforeMillis() {
        return beforeMillis;
    }

    /** By how much the clock was put back right before this sample, or forward if below 0. */
    long steppedMillis() {
        return steppedMillis;
    }

    /** By how much the clock has been put back in all. */
    long putBackMillis() {
        return putBackMillis;
    }

    /** What the host's clock, as it goes now, says at a steady time. */
    long clockMillis(long steady) {
        return steady - putBackMillis;
    }
}
