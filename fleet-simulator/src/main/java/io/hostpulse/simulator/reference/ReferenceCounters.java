package io.hostpulse.simulator.reference;

import io.hostpulse.wire.Metric;
import io.hostpulse.wire.MetricCatalogue;
import io.hostpulse.wire.proto.Dimension;
import io.hostpulse.wire.proto.HostSample;
import io.hostpulse.wire.proto.Since;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * By how much the counters of a host have risen, and what that means exactly.
 *
 * <p>Only a sample that counters are <em>read</em> from has increases: a live one, as {@link
 * SampleOrder} says, that is not up to 1 min before the host's newest time, as {@link
 * ReferenceWindows} says. It has those of each counter that it carries and that one read before it
 * carried. The increase is the value less the newest of those, or the value itself if the counter
 * has begun again since: if the value is less; for one that counts from the agent's start, if the
 * run is another; for one that counts from boot, if both samples name a boot and they differ. When
 * the run is another than at the sample read before, and the one before that, two agents send as
 * the host: no counter has an increase then, and what they showed before is forgotten.
 */
final class ReferenceCounters {

    private static final List<Metric> COUNTERS =
            MetricCatalogue.get().aggregated(Dimension.HOST).stream()
                    .filter(Metric::isCounter)
                    .toList();

    private final Map<Metric, Shown> shown = new HashMap<>();
    private Long newestMillis;
    private String run = "";
    private String runBefore = "";

    /** What a counter showed, and in which run and boot. */
    private record Shown(double value, String run, String boot) {

        boolean hasBegunAgain(Metric counter, Shown now) {
            boolean otherBoot = !boot.isEmpty() && !now.boot.isEmpty() && !boot.equals(now.boot);
            return now.value < value
                    || (counter.since() == Since.AGENT_START && !run.equals(now.run))
                    || (!run.equals(now.run) && otherBoot);
        }
    }

    /**
     * Those of the next distinct sample, in order of arrival.
     *
     * @param reading what the sample carries
     */
    Map<Metric, Double> increases(HostSample sample, Reading reading) {
        Map<Metric, Double> increases = new HashMap<>();
        if (!reading.isLive() || Timeline.isBarelyLate(reading.timeMillis(), newestMillis)) {
            return increases;
        }
        follow(sample.getAgent().getRunId(), newestMillis == null);
        newestMillis = reading.timeMillis();
        for (Metric counter : COUNTERS) {
            double value = reading.value(Thing.HOST, counter);
            if (Double.isNaN(value)) {
                continue;
            }
            Shown now = new Shown(value, run, sample.getHost().getBootId());
            Shown before = shown.put(counter, now);
            if (before != null) {
                increases.put(
                        counter,
                        before.hasBegunAgain(counter, now) ? value : value - before.value());
            }
        }
        return increases;
    }

    private void follow(String leader, boolean begins) {
        if (begins) {
            run = leader;
        } else if (!leader.equals(run)) {
            if (leader.equals(runBefore)) {
                shown.clear();
            }
            runBefore = run;
            run = leader;
        }
    }
}
