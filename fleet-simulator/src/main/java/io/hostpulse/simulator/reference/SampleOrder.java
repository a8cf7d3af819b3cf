package io.hostpulse.simulator.reference;

import io.hostpulse.wire.SampleCodec;
import io.hostpulse.wire.SampleLimits;
import io.hostpulse.wire.proto.AgentIdentity;
import io.hostpulse.wire.proto.HostSample;
import java.util.HashMap;
import java.util.Map;

/**
 * What the order of a host's samples says: which of them are live, which time counts, and how right
 * the host's clock is.
 *
 * <p>The time that counts is the host's; where that lies more than 5 min ahead of the arrival, it
 * is the arrival's, and so it is where it lies more than 400 d before it and the sample did not
 * wait on disk. (One that did would be no sample.) A sample is live
 *
 * <ul>
 *   <li>that is the first of all;
 *   <li>of the run of the newest live sample, if its number is higher than that one's, or that one
 *       has none;
 *   <li>of a run of which nothing had come, if it did not wait on disk or is newer than the newest
 *       live one;
 *   <li>of any other run, if it did not wait on disk, has a higher number than all that came of its
 *       run, and is newer than the newest live one or that one waited on disk.
 * </ul>
 *
 * <p>Of a sample without a number the run does not matter as long as it is that of the newest live
 * one: it has to be newer. The skew is how far the host's time lies ahead of the arrival, known of
 * live samples that did not wait: neither on disk, nor so that they come at less than half the
 * distance from the live sample before at which they were taken. The step before a live sample is
 * how much further its time is from that of the live sample before than the interval between them,
 * and than their arrivals are apart: the smaller of both, and 0 if they have opposite signs. If one
 * does not follow the other within a run, or waited on disk, there is no step, unless the time went
 * back outright.
 */
final class SampleOrder {

    static final String SKEW = "hostpulse.clock.skew.ms";
    static final String STEP = "hostpulse.clock.step.ms";

    private final Map<String, Long> highest = new HashMap<>();
    private Placed newest;

    private record Placed(HostSample sample, long arrivalMillis, long timeMillis) {

        long hostMillis() {
            return SampleCodec.timeMillis(sample);
        }

        AgentIdentity agent() {
            return sample.getAgent();
        }

        boolean waited() {
            return agent().getSpooled();
        }

        boolean isNumbered() {
            return agent().getSequence() != 0;
        }

        /** Where there is none it is the time. */
        long number() {
            return isNumbered() ? agent().getSequence() : hostMillis();
        }
    }

    /** What the next sample is, which must not have come before. */
    Reading next(HostSample sample, long arrivalMillis) {
        long hostMillis = SampleCodec.timeMillis(sample);
        boolean isFarOff =
                hostMillis - arrivalMillis > SampleLimits.MAX_AHEAD.toMillis()
                        || arrivalMillis - hostMillis > SampleLimits.MAX_AGE.toMillis();
        Placed placed = new Placed(sample, arrivalMillis, isFarOff ? arrivalMillis : hostMillis);
        boolean isLive = newest == null || isLive(placed);
        highest.merge(placed.agent().getRunId(), placed.number(), Math::max);
        Map<String, Double> measured = new HashMap<>();
        if (isLive) {
            if (!placed.waited() && (newest == null || !isCatchingUp(newest, placed))) {
                measured.put(SKEW, (double) (hostMillis - arrivalMillis));
            }
            if (newest != null && placed.isNumbered()) {
                measured.put(STEP, (double) stepMillis(newest, placed));
            }
            newest = placed;
        }
        return new Reading(sample, placed.timeMillis(), isLive, measured);
    }

    private boolean isLive(Placed next) {
        boolean isNewer = next.timeMillis() > newest.timeMillis();
        if (isSameRun(newest, next)) {
            return next.isNumbered()
                    ? !newest.isNumbered() || next.number() > newest.number()
                    : isNewer;
        }
        Long before = highest.get(next.agent().getRunId());
        if (before == null) {
            return isNewer || !next.waited();
        }
        return !next.waited() && next.number() > before && (isNewer || newest.waited());
    }

    private static boolean isCatchingUp(Placed before, Placed next) {
        return 2 * (next.arrivalMillis() - before.arrivalMillis())
                < next.hostMillis() - before.hostMillis();
    }

    private static long stepMillis(Placed before, Placed next) {
        long passedMillis = next.hostMillis() - before.hostMillis();
        int intervalMillis = next.sample().getIntervalMs();
        boolean follows =
                isSameRun(before, next)
                        && next.agent().getSequence() == before.agent().getSequence() + 1
                        && intervalMillis > 0;
        if (passedMillis < 0) {
            return follows ? passedMillis - intervalMillis : passedMillis;
        }
        long byAgent = passedMillis - intervalMillis;
        long byArrival = passedMillis - next.arrivalMillis() + before.arrivalMillis();
        boolean agree = Long.signum(byAgent) == Long.signum(byArrival);
        if (!follows || before.waited() || next.waited() || !agree) {
            return 0;
        }
        return Math.abs(byAgent) < Math.abs(byArrival) ? byAgent : byArrival;
    }

    private static boolean isSameRun(Placed one, Placed other) {
        return one.agent().getRunId().equals(other.agent().getRunId());
    }
}
