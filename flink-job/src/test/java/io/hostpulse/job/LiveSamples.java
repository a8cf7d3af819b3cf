package io.hostpulse.job;

import io.hostpulse.job.model.Sample;
import java.util.HashMap;
import java.util.Map;

/**
 * Which samples are live where a test runs an operator alone: of those without numbers the ones
 * that are newer than all before. One with a number says itself what it is.
 */
public final class LiveSamples {

    private final Map<String, Long> newestMillis = new HashMap<>();

    /** The sample as the operator before would hand it on. */
    public Sample judge(Sample sample) {
        if (sample.isNumbered()) {
            return sample;
        }
        Long newest = newestMillis.get(sample.hostId());
        boolean isLive = newest == null || sample.timeMillis() > newest;
        if (isLive) {
            newestMillis.put(sample.hostId(), sample.timeMillis());
        }
        return sample.live(isLive);
    }
}
