package io.hostpulse.simulator.truth;

import io.hostpulse.wire.proto.Goodbye;
import io.hostpulse.wire.proto.HostSample;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/** When the distinct samples of one host arrived, as far as none did for a while. */
final class HostArrivals {

    private static final int TOLERATED_INTERVALS = 3;
    private static final long LEAST_GAP_MILLIS = 30_000;

    private final String hostId;
    private final List<Gap> gaps = new ArrayList<>();
    private long newestMillis = Long.MIN_VALUE;
    private long arrivedMillis;
    private long toleratedMillis;
    private Goodbye goodbye = Goodbye.NO_GOODBYE;

    private record Gap(long sinceMillis, long millis, long heardMillis) {}

    HostArrivals(String hostId) {
        this.hostId = hostId;
    }

    /** Takes in the next sample; of one that comes again only the first counts. */
    void add(HostSample sample, long timeMillis, long arrivalMillis) {
        boolean isNewest = timeMillis > newestMillis;
        if (!isNewest && goodbye != Goodbye.NO_GOODBYE) {
            return; // it was on its way when the host said so
        }
        boolean isFirst = newestMillis == Long.MIN_VALUE;
        if (!isFirst
                && goodbye == Goodbye.NO_GOODBYE
                && arrivalMillis - arrivedMillis >= toleratedMillis) {
            gaps.add(new Gap(newestMillis, arrivalMillis - arrivedMillis, timeMillis));
        }
        if (isNewest) {
            newestMillis = timeMillis;
            goodbye = sample.getGoodbye();
        }
        arrivedMillis = arrivalMillis;
        toleratedMillis =
                Math.max(LEAST_GAP_MILLIS, (long) TOLERATED_INTERVALS * sample.getIntervalMs());
    }

    List<SilenceTruth> silences(Duration after, Instant until) {
        List<SilenceTruth> silences = new ArrayList<>();
        for (Gap gap : gaps) {
            if (gap.millis() >= after.toMillis()) {
                silences.add(new SilenceTruth(hostId, gap.sinceMillis(), gap.heardMillis()));
            }
        }
        long toleratedAtEndMillis = Math.max(after.toMillis(), toleratedMillis);
        if (goodbye == Goodbye.NO_GOODBYE
                && until.toEpochMilli() - arrivedMillis >= toleratedAtEndMillis) {
            silences.add(new SilenceTruth(hostId, newestMillis, null));
        }
        return silences;
    }
}
