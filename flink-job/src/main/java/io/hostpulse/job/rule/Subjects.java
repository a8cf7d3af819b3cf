package io.hostpulse.job.rule;

import io.hostpulse.job.ingest.DeviceMetrics;
import io.hostpulse.job.model.Baseline;
import io.hostpulse.job.model.ConditionEvent.Phase;
import io.hostpulse.job.model.EvaluatedHost;
import io.hostpulse.job.model.ObservedConditions;
import io.hostpulse.job.model.Sample;
import io.hostpulse.job.rule.RuleProgress.Run;
import io.hostpulse.wire.HumanDuration;
import io.hostpulse.wire.rule.Deviation;
import io.hostpulse.wire.rule.Threshold;
import java.time.Duration;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import org.apache.flink.api.common.state.MapState;

/**
 * A host and its things, as subjects of its rules at one moment. Only what is or lately was
 * breached has progress; all else is looked at and forgotten.
 */
final class Subjects {

    /** Of how many things, by rule, at a time something may be wrong; of more nothing is said. */
    static final int MAX_TRACKED = 512;

    /** Where the sample has nothing of a thing. */
    private static final int ABSENT = -1;

    private final HostFacts host;
    private final Muting muting;
    private final MapState<String, RuleProgress> progress;
    private final MapState<String, Baseline> baselines;
    private final MapState<String, ObservedConditions> observed;
    private final Subject.Announcements out;
    private boolean isAfterSilence;
    private Observations observations;
    private long previousMillis;
    private HostBaselines usual;
    private int tracked;

    Subjects(
            HostFacts host,
            Muting muting,
            MapState<String, RuleProgress> progress,
            MapState<String, Baseline> baselines,
            MapState<String, ObservedConditions> observed,
            Subject.Announcements out) {
        this.host = host;
        this.muting = muting;
        this.progress = progress;
        this.baselines = baselines;
        this.observed = observed;
        this.out = out;
    }

    /**
     * Evaluates the rules at a live sample.
     *
     * @param sampleBeforeMillis the steady time of the one before
     */
    void evaluate(List<PreparedRule> rules, Sample sample, long sampleBeforeMillis)
            throws Exception {
        previousMillis = sampleBeforeMillis;
        usual = new HostBaselines(baselines, rules);
        observations =
                new Observations(observed, rules, sample, host, sampleBeforeMillis, isAfterSilence);
        Map<String, RuleProgress> open = open();
        tracked = open.size();
        for (PreparedRule rule : rules) {
            if (rule.places().isEmpty()) {
                continue;
            }
            if (rule.isOfHost()) {
                evaluate(rule, "", ABSENT, sample, open);
            } else {
                evaluateDevices(rule, sample, open);
            }
        }
    }

    /**
     * Nobody has seen what happened before the sample that comes now.
     *
     * @param unseenMillis since the sample before
     */
    void interrupt(List<PreparedRule> rules, String reason, long unseenMillis) throws Exception {
        isAfterSilence = true;
        Map<String, RuleProgress> open = open();
        for (PreparedRule rule : rules) {
            for (Map.Entry<String, RuleProgress> entry : of(rule, open)) {
                RuleEvaluation.interrupt(subject(rule, entry.getValue()), reason, unseenMillis);
                store(entry.getKey(), entry.getValue());
            }
        }
    }

    /** The rules do not apply any more. */
    void end(List<PreparedRule> rules, String reason) throws Exception {
        Map<String, RuleProgress> open = open();
        for (PreparedRule rule : rules) {
            for (Map.Entry<String, RuleProgress> entry : of(rule, open)) {
                RuleEvaluation.end(subject(rule, entry.getValue()), reason);
                progress.remove(entry.getKey());
            }
            forgetObserved(rule.rule().id(), observed);
        }
    }

    /** What is seen of the rule's conditions from now on is seen for the first time. */
    static void forgetObserved(String ruleId, MapState<String, ObservedConditions> observed)
            throws Exception {
        String prefix = PreparedRule.key(ruleId, "");
        Iterator<String> keys = observed.keys().iterator();
        while (keys.hasNext()) {
            if (keys.next().startsWith(prefix)) {
                keys.remove();
            }
        }
    }

    /**
     * Nothing has come from the host.
     *
     * @param silentMillis for how long nothing has come, although it would have been heard
     */
    void fallSilent(List<PreparedRule> silences, EvaluatedHost silent, long silentMillis)
            throws Exception {
        for (PreparedRule rule : silences) {
            long toleratedMillis = HostDeadlines.toleratedMillis(rule, silent);
            if (silentMillis < toleratedMillis || progress.contains(rule.key(""))) {
                continue;
            }
            RuleProgress down = RuleProgress.of("", 0);
            down.run = Run.BREACH;
            down.beganMillis = silent.newestMillis();
            down.runBeganMillis = host.timeMillis();
            down.fired = true;
            down.silentMillis = toleratedMillis;
            Subject subject = subject(rule, down);
            subject.announce(Phase.BEGINS, "");
            subject.announce(Phase.HOLDS, reasonOfSilence(silent, toleratedMillis));
            progress.put(rule.key(""), down);
        }
    }

    /**
     * Something comes from the host, live or not.
     *
     * @param silence since something had come before
     */
    void hearAgain(List<PreparedRule> silences, Duration silence) throws Exception {
        for (PreparedRule rule : silences) {
            RuleProgress down = progress.get(rule.key(""));
            if (down != null) {
                // not before it was called silent, wherever its clock is
                new Subject(
                                rule,
                                host.notBefore(down.runBeganMillis),
                                down,
                                Observations.NOTHING,
                                muting,
                                out)
                        .announce(Phase.ENDS, "heard again after " + HumanDuration.spell(silence));
                progress.remove(rule.key(""));
            }
        }
    }

    private static String reasonOfSilence(EvaluatedHost silent, long toleratedMillis) {
        String within = HumanDuration.format(Duration.ofMillis(toleratedMillis));
        return switch (silent.goodbye()) {
            case STOPPED -> "was stopped and not started again within " + within;
            case REBOOTING -> "rebooted and not back within " + within;
            case NO_GOODBYE, REMOVED, UNRECOGNIZED -> "";
        };
    }

    private void evaluateDevices(PreparedRule rule, Sample sample, Map<String, RuleProgress> open)
            throws Exception {
        int offset = 0;
        for (int device = 0; device < sample.deviceNames().length; device++) {
            int dimension = sample.deviceDimensions()[device];
            if (dimension == rule.dimension()
                    && rule.rule().watches(sample.deviceNames()[device])) {
                evaluate(rule, sample.deviceNames()[device], offset, sample, open);
            }
            offset += DeviceMetrics.count(dimension);
        }
        for (Map.Entry<String, RuleProgress> absent : of(rule, open)) {
            if (!absent.getValue().device.isEmpty()) {
                evaluate(rule, absent.getValue().device, ABSENT, sample, open);
            }
        }
        observations.takeAbsent(rule);
    }

    private void evaluate(
            PreparedRule rule,
            String device,
            int deviceOffset,
            Sample sample,
            Map<String, RuleProgress> open)
            throws Exception {
        Observations.Known conditionsKnown = observations.take(rule, device, deviceOffset);
        RuleProgress known = open.isEmpty() ? null : open.remove(rule.key(device));
        RuleProgress current = known;
        RuleProgress ofHost = rule.isOfHost() || open.isEmpty() ? null : open.get(rule.key(""));
        for (int condition = 0; condition < rule.places().size(); condition++) {
            current = take(rule, condition, device, deviceOffset, sample, current, ofHost);
        }
        boolean isOneTooMany = known == null && tracked >= MAX_TRACKED;
        if (current == null || (isOneTooMany && !current.isIdle())) {
            return;
        }
        Subject subject = subject(rule, current, conditionsKnown);
        if (!device.isEmpty() && isGone(subject, rule, deviceOffset, sample)) {
            RuleEvaluation.end(subject, "no longer there");
            progress.remove(rule.key(device));
            observed.remove(rule.key(device));
            return;
        }
        RuleEvaluation.evaluate(subject);
        if (known != null || !current.isIdle()) {
            store(rule.key(device), current);
            tracked += known == null ? 1 : 0;
        }
    }

    /**
     * Whether samples that could have a thing have been without it for so long. One that has none
     * of its kind shows nothing: they may not have been read.
     */
    private boolean isGone(Subject subject, PreparedRule rule, int deviceOffset, Sample sample) {
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
            Sample sample,
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

    private Map<String, RuleProgress> open() throws Exception {
        Map<String, RuleProgress> open = new HashMap<>();
        for (Map.Entry<String, RuleProgress> entry : progress.entries()) {
            open.put(entry.getKey(), entry.getValue());
        }
        return open;
    }

    /** The progress of {@code rule} on all subjects of this host, in the order of their names. */
    private static List<Map.Entry<String, RuleProgress>> of(
            PreparedRule rule, Map<String, RuleProgress> open) {
        if (open.isEmpty()) {
            return List.of();
        }
        String prefix = rule.key("");
        return open.entrySet().stream()
                .filter(entry -> entry.getKey().startsWith(prefix))
                .sorted(Map.Entry.comparingByKey())
                .toList();
    }

    private Subject subject(PreparedRule rule, RuleProgress itsProgress) {
        return subject(rule, itsProgress, Observations.NOTHING);
    }

    private Subject subject(PreparedRule rule, RuleProgress itsProgress, Observations.Known known) {
        return new Subject(rule, host, itsProgress, known, muting, out);
    }

    private void store(String key, RuleProgress itsProgress) throws Exception {
        if (itsProgress.isIdle()) {
            progress.remove(key);
        } else {
            progress.put(key, itsProgress);
        }
    }
}
