package io.hostpulse.job.rule;

import io.hostpulse.job.model.ObservedConditions;
import io.hostpulse.job.model.Window;
import io.hostpulse.wire.rule.Threshold;
import java.util.List;
import org.apache.flink.api.common.state.MapState;

/**
 * Takes windows into the conditions that look at them; the next sample is what decides then. What a
 * rule of things asks of the host is kept once, under the host itself.
 */
final class WindowConditions {

    private WindowConditions() {}

    static void update(
            List<PreparedRule> rules,
            Window window,
            MapState<String, RuleProgress> progress,
            MapState<String, ObservedConditions> observed)
            throws Exception {
        for (PreparedRule rule : rules) {
            for (int condition = 0; condition < rule.places().size(); condition++) {
                PreparedRule.Place place = rule.places().get(condition);
                if (place.isIn(window) && rule.rule().watches(window.device())) {
                    update(rule, condition, window, progress);
                    if (rule.asksForBeginnings() && !Double.isNaN(place.read(window))) {
                        observe(rule.key(window.device()), condition, observed);
                    }
                }
            }
        }
    }

    private static void update(
            PreparedRule rule,
            int condition,
            Window window,
            MapState<String, RuleProgress> progress)
            throws Exception {
        PreparedRule.Place place = rule.places().get(condition);
        double value = place.read(window);
        if (Double.isNaN(value)) {
            return;
        }
        String device = window.device();
        String key = rule.key(device);
        RuleProgress known = progress.get(key);
        if (known == null
                && (!ConditionValues.begins(place.condition(), value) || isFull(progress))) {
            return;
        }
        RuleProgress updated =
                known == null ? RuleProgress.of(device, rule.places().size()) : known;
        ConditionValues.update(updated, condition, (Threshold) place.condition(), value);
        if (updated.isIdle()) {
            progress.remove(key);
        } else {
            progress.put(key, updated);
        }
    }

    private static void observe(
            String key, int condition, MapState<String, ObservedConditions> observed)
            throws Exception {
        ObservedConditions before = observed.get(key);
        observed.put(
                key, (before == null ? ObservedConditions.NONE : before).withWindow(condition));
    }

    private static boolean isFull(MapState<String, RuleProgress> progress) throws Exception {
        int tracked = 0;
        for (String ignored : progress.keys()) {
            tracked++;
        }
        return tracked >= Subjects.MAX_TRACKED;
    }
}
