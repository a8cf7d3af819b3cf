package io.hostpulse.job.rule;

import io.hostpulse.job.ingest.DeviceMetrics;
import io.hostpulse.job.model.Baseline;
import io.hostpulse.job.model.Sample;
import io.hostpulse.wire.rule.Deviation;
import io.hostpulse.wire.rule.Threshold;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;

/**
 * Evaluates the rules of a host at a live sample. Most of them have nothing to do with it: nothing
 * of them is in progress, no value breaches a threshold, and the sample before was alike to those
 * that ask when a condition begins. They are passed over. Only what is or lately was breached has
 * progress; all else is looked at and forgotten.
 */
final class EvaluateSample {

    /** Of how many things, by rule, at a time something may be wrong; of more nothing is said. */
    static final int MAX_TRACKED = 512;

    /** Where the sample has nothing of a thing. */
    private static final int ABSENT = -1;

    private final Subjects subjects;
    private final RuleTable table;
    private final HostMemory memory;
    private final HostFacts host;
    private final Sample sample;
    private final long previousMillis;
    private final boolean isAfterSilence;
    private final Observations observations;
    private final HostBaselines usual;

    /**
     * @param previousMillis the steady time of the live sample before
     * @param isAfterSilence whether nobody has seen what happened since
     */
    EvaluateSample(
            Subjects subjects,
            RuleTable table,
            Sample sample,
            long previousMillis,
            boolean isAfterSilence) {
        this.subjects = subjects;
        this.table = table;
        this.memory = subjects.memory();
        this.host = subjects.host();
        this.sample = sample;
        this.previousMillis = previousMillis;
        this.isAfterSilence = isAfterSilence;
        observations =
                new Observations(memory.observed(), sample, host, previousMillis, isAfterSilence);
        usual = new HostBaselines(memory.baselines(), table.rules());
    }

    void evaluate() throws Exception {
        long alikeness = table.alikeness().of(sample);
        boolean isAlike = !isAfterSilence && alikeness == memory.alikeness();
        boolean[] touched = table.touchedBy(sample);
        for (int number = 0; number < touched.length; number++) {
            PreparedRule rule = table.rules().get(number);
            if (touched[number]
                    || memory.progress().isOf(rule)
                    || (!isAlike && rule.asksForBeginnings())) {
                evaluate(rule);
            }
        }
        if (!isAlike) {
            memory.setAlikeness(observations.areSettled() ? alikeness : Alikeness.NONE);
        }
    }

    private void evaluate(PreparedRule rule) throws Exception {
        if (rule.places().isEmpty()) {
            return;
        }
        SortedMap<String, RuleProgress> open = memory.progress().of(rule);
        if (rule.asksForBeginnings()) {
            observations.addRuledOut(rule, open);
        }
        if (rule.isOfHost()) {
            evaluate(rule, "", ABSENT, open);
        } else {
            evaluateDevices(rule, open);
        }
    }

    private void evaluateDevices(PreparedRule rule, SortedMap<String, RuleProgress> open)
            throws Exception {
        int offset = 0;
        for (int device = 0; device < sample.deviceNames().length; device++) {
            int dimension = sample.deviceDimensions()[device];
            if (dimension == rule.dimension()
                    && rule.rule().watches(sample.deviceNames()[device])) {
                evaluate(rule, sample.deviceNames()[device], offset, open);
            }
            offset += DeviceMetrics.count(dimension);
        }
        for (String absent : List.copyOf(open.keySet())) {
            if (!absent.isEmpty()) {
                evaluate(rule, absent, ABSENT, open);
            }
        }
        observations.takeAbsent(rule);
    }

    /**
     * @param open the progress of the rule on what has not been evaluated yet
     */
    private void evaluate(
            PreparedRule rule, String device, int deviceOffset, Map<String, RuleProgress> open)
            throws Exception {
        Observations.Observed observed = observations.take(rule, device, deviceOffset);
        RuleProgress known = open.remove(device);
        RuleProgress current = known;
        RuleProgress ofHost = rule.isOfHost() ? null : open.get("");
        for (int condition = 0; condition < rule.places().size(); condition++) {
            current = take(rule, condition, device, deviceOffset, current, ofHost);
        }
        if (current == null || (known == null && isOneTooMany(current))) {
            observations.keep(rule, device, observed, false);
            return;
        }
        Subject subject = subjects.of(rule, current, observed);
        if (!device.isEmpty() && isGone(subject, rule, deviceOffset)) {
            RuleEvaluation.end(subject, "no longer there");
            memory.progress().remove(rule, device);
            observations.forget(rule, device);
            return;
        }
        RuleEvaluation.evaluate(subject);
        boolean isRuledOut = isRuledOut(rule, current, deviceOffset);
        observations.keep(rule, device, observed, isRuledOut);
        if (isRuledOut || current.isIdle()) {
            memory.progress().remove(rule, device);
        } else {
            memory.progress().put(rule, current);
        }
    }

    /** Whether all that there is to know is that the sample rules the rule out there. */
    private boolean isRuledOut(PreparedRule rule, RuleProgress progress, int deviceOffset) {
        long by = rule.ruledOutBy();
        return by != 0
                && (rule.isOfHost() || deviceOffset != ABSENT)
                && progress.holding == by
                && progress.isIdleBut(by)
                && progress.cameMillis[Long.numberOfTrailingZeros(by)] == host.timeMillis();
    }

    private boolean isOneTooMany(RuleProgress progress) throws Exception {
        return memory.progress().size() >= MAX_TRACKED && !progress.isIdle();
    }

    /**
     * Whether samples that could have a thing have been without it for so long. One that has none
     * of its kind shows nothing: they may not have been read.
     */
    private boolean isGone(Subject subject, PreparedRule rule, int deviceOffset) {
        RuleProgress itsProgress = subject.progress();
        if (deviceOffset != ABSENT) {
            itsProgress.absentSinceMillis = 0;
            return false;
        }
        if (!DeviceMetrics.areRead(sample, rule.dimension())) {
            return false;
        }
        if (itsProgress.absentSinceMillis == 0) {
            itsProgress.absentSinceMillis = isAfterSilence ? host.timeMillis() : previousMillis;
        }
        long absentMillis = host.timeMillis() - itsProgress.absentSinceMillis;
        return absentMillis >= rule.rule().noDataAfter().toMillis();
    }

    /** The progress with the sample's value of a condition; null while there is none to keep. */
    private RuleProgress take(
            PreparedRule rule,
            int condition,
            String device,
            int deviceOffset,
            RuleProgress known,
            RuleProgress ofHost)
            throws Exception {
        PreparedRule.Place place = rule.places().get(condition);
        double value = place.read(sample, deviceOffset);
        if (known != null && !Double.isNaN(value)) {
            known.cameMillis[condition] = host.timeMillis();
        }
        if (place.window() != null) {
            return rule.dimension() == place.dimension()
                    ? known
                    : takeFromHost(rule, condition, device, known, ofHost);
        }
        boolean isOfInterest =
                known != null
                        || place.condition() instanceof Deviation
                        || ConditionValues.begins(place.condition(), value);
        if (Double.isNaN(value) || !isOfInterest) {
            return known;
        }
        RuleProgress current = known == null ? progressOf(rule, device) : known;
        current.cameMillis[condition] = host.timeMillis();
        if (place.condition() instanceof Deviation deviation) {
            compareWithBaseline(rule, condition, deviation, value, current);
        } else {
            ConditionValues.update(current, condition, (Threshold) place.condition(), value);
        }
        return current;
    }

    private static RuleProgress takeFromHost(
            PreparedRule rule,
            int condition,
            String device,
            RuleProgress known,
            RuleProgress ofHost) {
        boolean holds = ofHost != null && ofHost.holds(condition);
        if (known == null && !holds) {
            return null;
        }
        RuleProgress current = known == null ? progressOf(rule, device) : known;
        if (ofHost != null) {
            current.values[condition] = ofHost.values[condition];
        }
        current.setHolding(condition, holds);
        return current;
    }

    private static RuleProgress progressOf(PreparedRule rule, String device) {
        return RuleProgress.of(device, rule.places().size());
    }

    private void compareWithBaseline(
            PreparedRule rule,
            int condition,
            Deviation deviation,
            double value,
            RuleProgress current)
            throws Exception {
        String key = HostBaselines.key(rule, current.device, condition);
        Baseline known = usual.get(key);
        boolean isGone = known != null && HostBaselines.isGone(known, rule, previousMillis);
        Baseline baseline = isGone ? null : known;
        ConditionValues.update(current, condition, deviation, value, host, baseline);
        usual.put(
                key,
                Baselines.learn(baseline, value, host, current.holds(condition)),
                known == null,
                previousMillis);
    }
}
