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
 * <p>Only a <em>live</em> sample, as {@link SampleOrder} says, has increases: of each counter that
 * it carries and that a live sample before it carried. The increase is the value less the newest of
 * those, or the value itself if the counter has begun again since: if the value is less; for one
 * that counts from the agent's start, if the run is another; for one that counts from boot, if both
 * samples name a boot and they differ. When the run is another than at the live sample before, and
 * the one that led before that, two agents send as the host: no counter has an increase then, and
 * what they showed before is forgotten.
 */
final class ReferenceCounters {

    private static final List<Metric> COUNTERS =
            MetricCatalogue.get().aggregated(Dimension.HOST).stream()
                    .filter(Metric::isCounter)
                    .toList();

    private final Map<Metric, Shown> shown = new HashMap<>();
    private boolean isFirst = true;
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
        if (!reading.isLive()) {
            return increases;
        }
        follow(sample.getAgent().getRunId(), isFirst);
        isFirst = false;
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
