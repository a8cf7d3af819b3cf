package io.hostpulse.job.ingest;

import io.hostpulse.wire.HumanDuration;
import io.hostpulse.wire.MalformedSampleException;
import io.hostpulse.wire.RefusalCategory;
import java.io.Serializable;
import java.time.Duration;
import java.time.Instant;

/**
 * Decides which time a sample has. Clocks that are a little off are believed; a time too far ahead
 * is replaced by the time of arrival, since otherwise the host's windows would stay open until
 * then. So is a time from another age, as a clock shows without a battery, if the sample was sent
 * when it was taken: it arrived then. If it may have waited, it is refused.
 *
 * @param allowedAhead how far a host's clock may be ahead
 * @param allowedAge how old a sample may be when it arrives
 */
public record SampleClock(Duration allowedAhead, Duration allowedAge) implements Serializable {

    private static final Duration ABSURDLY_FAR_AHEAD = Duration.ofDays(366);

    /**
     * @param spooled whether the sample waited on disk before it was sent
     * @return milliseconds since 1970
     * @throws MalformedSampleException if the time is too old, or more than a year ahead, and the
     *     sample was spooled or its arrival is not known
     */
    public long timeThatCounts(long hostMillis, boolean spooled, Arrival arrival)
            throws MalformedSampleException {
        long aheadMillis = hostMillis - arrival.millis();
        boolean isTooOld = -aheadMillis > allowedAge.toMillis();
        if (spooled || !arrival.isKnown()) {
            if (aheadMillis > ABSURDLY_FAR_AHEAD.toMillis()) {
                throw outOfRange(hostMillis, ABSURDLY_FAR_AHEAD, "ahead");
            }
            if (isTooOld) {
                throw outOfRange(hostMillis, allowedAge, "back");
            }
        }
        return isTooOld || aheadMillis > allowedAhead.toMillis() ? arrival.millis() : hostMillis;
    }

    private static MalformedSampleException outOfRange(
            long hostMillis, Duration limit, String direction) {
        return new MalformedSampleException(
                RefusalCategory.INVALID_TIME,
                "the sample's time %s lies more than %s %s"
                        .formatted(
                                Instant.ofEpochMilli(hostMillis),
                                HumanDuration.format(limit),
                                direction));
    }
}
