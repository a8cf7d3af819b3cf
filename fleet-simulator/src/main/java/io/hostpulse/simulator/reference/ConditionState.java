package io.hostpulse.simulator.reference;

import io.hostpulse.wire.rule.Condition;
import io.hostpulse.wire.rule.Deviation;
import io.hostpulse.wire.rule.Threshold;
import io.hostpulse.wire.rule.WindowAggregate;
import java.util.ArrayList;
import java.util.List;

/**
 * Whether a condition holds of a thing, as {@link ReferenceAlerts} defines it, and the values that
 * it was applied to.
 */
final class ConditionState {

    private final Condition condition;
    private final Thing thing;
    private final long noDataAfterMillis;
    private final List<Observation> fresh = new ArrayList<>();
    private Baseline baseline = new Baseline();
    private boolean holds;
    private boolean held;
    private boolean hasCome;
    private boolean known;
    private boolean wasKnown;
    private boolean hasValue;
    private Observation newest;
    private double newestDistance;
    private Long cameMillis;
    private Long judgedMillis;

    /**
     * @param noDataAfterMillis how long the metric may stay away before nothing is known of it
     */
    ConditionState(Condition condition, Thing thing, long noDataAfterMillis) {
        this.condition = condition;
        this.thing = thing;
        this.noDataAfterMillis = noDataAfterMillis;
    }

    /** Applies it to the windows that an advancing sample closes; comes before the sample. */
    void takeWindows(HostMoment moment) {
        held = holds;
        wasKnown = known && !moment.isAfterSilence();
        fresh.clear();
        if (moment.isAfterSilence() && cameMillis != null) {
            cameMillis += moment.silentMillis() - 1;
        }
        if (condition instanceof Threshold threshold && threshold.over().isPresent()) {
            WindowAggregate over = threshold.over().get();
            moment.summariesClosed(thing, threshold.metric(), over.size())
                    .forEach(summary -> apply(threshold, summary.of(over.aggregate())));
        }
    }

    /** Applies it to an advancing sample. */
    void takeSample(HostMoment moment) {
        double value = moment.reading().value(thing, condition.metric());
        if (!Double.isNaN(value)) {
            take(value, moment);
        } else if (hasCome && isAbsentFor(noDataAfterMillis, moment)) {
            hasCome = false;
            known = false;
        }
        if (moment.isAfterSilence()) {
            known = false;
        }
        if (!fresh.isEmpty() && hasCome) {
            known = true;
        }
    }

    private void take(double value, HostMoment moment) {
        cameMillis = moment.timeMillis();
        hasCome = true;
        if (condition instanceof Deviation deviation) {
            judge(deviation, value, moment);
        } else if (condition instanceof Threshold threshold && threshold.over().isEmpty()) {
            apply(threshold, value);
        }
    }

    Condition condition() {
        return condition;
    }

    boolean holds() {
        return holds;
    }

    /** Whether it holds at this sample and was known not to at the one before. */
    boolean begins() {
        return holds && !held && wasKnown;
    }

    /** Whether it has been applied, and its metric has not stayed away since. */
    boolean isKnown() {
        return known;
    }

    /** Whether it does not hold at this sample and did at the one before. */
    boolean ends() {
        return held && !holds;
    }

    /** Whether it has had a value, and not been forgotten since. */
    boolean hasValue() {
        return hasValue;
    }

    /** The newest value that it was applied to, null if there is none. */
    Observation newest() {
        return newest;
    }

    /** The values that it was applied to at this sample, in their order. */
    List<Observation> fresh() {
        return fresh;
    }

    /** The worst of {@code before} and the values of this sample. */
    Observation worstSince(Observation before) {
        Observation worst = before;
        for (Observation each : fresh) {
            worst = worst == null ? each : worst.worst(each, condition);
        }
        return worst;
    }

    /** Whether this sample has the metric, whatever the condition looks at. */
    boolean comes(HostMoment moment) {
        return cameMillis != null && cameMillis == moment.timeMillis();
    }

    /** Whether its metric has come, and does not stay away. */
    boolean hasData(HostMoment moment) {
        return cameMillis != null && !isAbsentFor(noDataAfterMillis, moment);
    }

    /** Whether its newest value would begin it, beyond that limit where it is a threshold. */
    boolean isBeyond(double threshold) {
        if (condition instanceof Deviation deviation) {
            return newestDistance > deviation.sigmas();
        }
        return ((Threshold) condition).comparison().isBreached(newest.value(), threshold);
    }

    /** Whether it held at the sample before. */
    boolean held() {
        return held;
    }

    /** Whether this sample can show that the condition has lasted. */
    boolean isSeen(HostMoment moment) {
        return comes(moment) || condition.over().isPresent();
    }

    /** Whether the metric has not been in any advancing sample for that long, but was before. */
    boolean isAbsentFor(long millis, HostMoment moment) {
        return cameMillis != null && moment.timeMillis() - cameMillis >= millis;
    }

    /** Does not hold. Alerts that are open may still report the newest value. */
    void forget() {
        fresh.clear();
        holds = false;
        held = false;
        hasCome = false;
        known = false;
        wasKnown = false;
        hasValue = false;
        cameMillis = null;
    }

    private void apply(Threshold threshold, double value) {
        holds = holds ? !threshold.isClearedBy(value) : threshold.isBreachedBy(value);
        observe(new Observation(value, threshold.threshold(), 0));
    }

    private void judge(Deviation deviation, double value, HostMoment moment) {
        long timeMillis = moment.timeMillis();
        long forgottenMillis = noDataAfterMillis + SustainedAlerts.GIVEN_UP_MILLIS;
        if (judgedMillis != null && moment.beforeMillis() - judgedMillis >= forgottenMillis) {
            baseline = new Baseline();
        }
        judgedMillis = timeMillis;
        baseline.putBackBy(timeMillis - moment.clockMillis());
        Baseline.Verdict verdict =
                baseline.judge(value, timeMillis, deviation.sigmas(), deviation.warmUp());
        if (verdict.isWarm()) {
            double limit = holds ? deviation.clearSigmas() : deviation.sigmas();
            holds = verdict.distance() > limit;
        }
        baseline.take(value, timeMillis, holds);
        newestDistance = verdict.distance();
        observe(new Observation(value, verdict.limit(), verdict.isWarm() ? verdict.distance() : 0));
    }

    private void observe(Observation observation) {
        hasValue = true;
        newest = observation;
        fresh.add(observation);
    }
}
