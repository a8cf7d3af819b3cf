package io.hostpulse.job.rule;

import io.hostpulse.job.model.ObservedConditions;
import io.hostpulse.job.model.Sample;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * What has been seen of conditions on the current host, at one sample: which of them were known
 * before it, so that they can begin with it. Only rules that ask when a condition begins have some.
 * Kept for a thing as long as it comes, of {@value EvaluateSample#MAX_TRACKED} things at most. What
 * is kept is read when the first such rule asks.
 */
final class Observations {

    /**
     * What is known of a rule's conditions on one thing; sets of conditions, one bit each.
     *
     * @param stored what was kept, null if nothing was
     * @param before of which conditions it was known before the sample whether they held
     * @param after what is known now
     */
    record Observed(ObservedConditions stored, long before, ObservedConditions after) {}

    /** Of rules that do not ask, and of things that are too many. */
    static final Observed NOTHING = new Observed(null, 0, ObservedConditions.NONE);

    private final Entries<ObservedConditions> kept;
    private final Sample sample;
    private final long timeMillis;
    private final long previousMillis;
    private final boolean isAfterSilence;
    private Map<String, Map<String, ObservedConditions>> others;
    private int things;
    private boolean isSettled = true;

    /**
     * @param host its steady time at the sample
     * @param previousMillis the steady time of the live sample before
     * @param isAfterSilence whether the host was silent between both, or its clock was put back
     */
    Observations(
            Entries<ObservedConditions> kept,
            Sample sample,
            HostFacts host,
            long previousMillis,
            boolean isAfterSilence) {
        this.kept = kept;
        this.sample = sample;
        this.timeMillis = host.timeMillis();
        this.previousMillis = previousMillis;
        this.isAfterSilence = isAfterSilence;
    }

    /** Whether the next sample changes nothing if it has values of the same conditions. */
    boolean areSettled() {
        return isSettled;
    }

    /** Adds the progress of the things on which a rule is ruled out, and which have no other. */
    void addRuledOut(PreparedRule rule, Map<String, RuleProgress> progress) throws Exception {
        for (Map.Entry<String, ObservedConditions> each : others(rule).entrySet()) {
            if (each.getValue().ruledOut()) {
                // as if its metric had come right before the host was heard again
                long cameMillis = isAfterSilence ? timeMillis - 1 : previousMillis;
                progress.computeIfAbsent(
                        each.getKey(), device -> RuleProgress.ruledOut(device, rule, cameMillis));
            }
        }
    }

    /**
     * Takes in what the sample has of a thing.
     *
     * @param deviceOffset where its metrics begin, below 0 if the sample has no such thing
     */
    Observed take(PreparedRule rule, String device, int deviceOffset) throws Exception {
        if (!rule.asksForBeginnings()) {
            return NOTHING;
        }
        ObservedConditions stored = others(rule).remove(device);
        if (stored == null && things >= EvaluateSample.MAX_TRACKED) {
            isSettled = false;
            return NOTHING;
        }
        ObservedConditions before = stored == null ? ObservedConditions.NONE : stored;
        long knownBefore = isAfterSilence ? 0 : before.known();
        return new Observed(
                stored, knownBefore, next(rule, device, deviceOffset, before, knownBefore));
    }

    /**
     * Keeps what was taken in.
     *
     * @param ruledOut whether that the rule is ruled out there is all of its progress
     */
    void keep(PreparedRule rule, String device, Observed observed, boolean ruledOut)
            throws Exception {
        ObservedConditions stored = observed.stored();
        ObservedConditions after = observed.after().ruledOut(ruledOut);
        if (after.came() == 0) {
            if (stored != null) {
                kept.remove(rule.key(device));
            }
        } else if (stored == null || !after.isSameAs(stored)) {
            kept.put(rule.key(device), after);
            things += stored == null ? 1 : 0;
        }
        isSettled &= after.isSettled();
    }

    /** Takes in that the sample has nothing of the rule's other things. */
    void takeAbsent(PreparedRule rule) throws Exception {
        if (rule.asksForBeginnings()) {
            for (String device : List.copyOf(others(rule).keySet())) {
                keep(rule, device, take(rule, device, -1), false);
            }
        }
    }

    /** What is seen of the thing from now on is seen for the first time. */
    void forget(PreparedRule rule, String device) throws Exception {
        if (rule.asksForBeginnings()) {
            kept.remove(rule.key(device));
        }
    }

    private ObservedConditions next(
            PreparedRule rule,
            String device,
            int deviceOffset,
            ObservedConditions before,
            long knownBefore)
            throws Exception {
        long came = before.came();
        long known = knownBefore;
        long fresh = before.fresh() | freshOfHost(rule, device);
        int conditions = rule.places().size();
        long[] awaySinceMillis =
                before.awaySinceMillis().length == 0
                        ? new long[conditions]
                        : Arrays.copyOf(before.awaySinceMillis(), conditions);
        for (int condition = 0; condition < conditions; condition++) {
            long bit = 1L << condition;
            PreparedRule.Place place = rule.places().get(condition);
            if (!Double.isNaN(place.read(sample, deviceOffset))) {
                came |= bit;
                known |= place.window() == null ? bit : 0;
                awaySinceMillis[condition] = 0;
            } else if ((came & bit) != 0) {
                if (awaySinceMillis[condition] == 0) {
                    awaySinceMillis[condition] = previousMillis;
                }
                long awayMillis = timeMillis - awaySinceMillis[condition];
                if (awayMillis >= rule.rule().noDataAfter().toMillis()) {
                    came &= ~bit;
                    awaySinceMillis[condition] = 0;
                }
            }
        }
        return ObservedConditions.of(came, (known | fresh) & came, awaySinceMillis);
    }

    /** Windows of the host that a rule of things looks at are kept once, under the host itself. */
    private long freshOfHost(PreparedRule rule, String device) throws Exception {
        ObservedConditions ofHost = device.isEmpty() ? null : others(rule).get("");
        return ofHost == null ? 0 : ofHost.fresh();
    }

    /** What is kept of the rule's things that have not been taken yet, by name. */
    private Map<String, ObservedConditions> others(PreparedRule rule) throws Exception {
        if (others == null) {
            others = new HashMap<>();
            Map<String, ObservedConditions> all = kept.all();
            for (Map.Entry<String, ObservedConditions> entry : all.entrySet()) {
                String key = entry.getKey();
                others.computeIfAbsent(PreparedRule.ruleOf(key), id -> new HashMap<>())
                        .put(PreparedRule.deviceOf(key), entry.getValue());
            }
            things = all.size();
        }
        return others.computeIfAbsent(rule.rule().id(), id -> new HashMap<>());
    }
}
