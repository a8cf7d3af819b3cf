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
 * then; a time from another age is refused.
 *
 * @param allowedAhead how far a host's clock may be ahead
 * @param allowedAge how old a sample may be when it arrives
 */
public record SampleClock(Duration allowedAhead, Duration allowedAge) implements Serializable {

    private static final Duration ABSURDLY_FAR_AHEAD = Duration.ofDays(366);

    /**
     * @return milliseconds since 1970
     * @throws MalformedSampleException if the time is too old, or more than a year ahead
     */
    public long timeThatCounts(long hostMillis, long arrivalMillis)
            throws MalformedSampleException {
        long aheadMillis = hostMillis - arrivalMillis;
        if (aheadMillis > ABSURDLY_FAR_AHEAD.toMillis()) {
            throw outOfRange(hostMillis, ABSURDLY_FAR_AHEAD, "ahead");
        }
        if (-aheadMillis > allowedAge.toMillis()) {
            throw outOfRange(hostMillis, allowedAge, "back");
        }
        return aheadMillis > allowedAhead.toMillis() ? arrivalMillis : hostMillis;
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
