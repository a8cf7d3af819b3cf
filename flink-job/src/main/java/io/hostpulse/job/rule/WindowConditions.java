package io.hostpulse.job.rule;

import io.hostpulse.job.model.ObservedConditions;
import io.hostpulse.job.model.Window;
import io.hostpulse.wire.rule.Threshold;
import java.util.ArrayList;
import java.util.List;

/**
 * Takes windows into the conditions that look at them; the next sample is what decides then. What a
 * rule of things asks of the host is kept once, under the host itself.
 */
final class WindowConditions {

    private static final String[] NONE = {};

    private WindowConditions() {}

    /**
     * Ids of the rules of which a condition is breached by {@code window}, whatever else they say.
     */
    static String[] crossedBy(Window window, List<RuleTable.WindowCondition> looking) {
        List<String> crossed = null;
        for (RuleTable.WindowCondition each : looking) {
            if (each.isBegunBy(window)) {
                String id = each.rule().rule().id();
                if (crossed == null) {
                    crossed = new ArrayList<>();
                }
                if (!crossed.contains(id)) {
                    crossed.add(id);
                }
            }
        }
        return crossed == null ? NONE : crossed.toArray(String[]::new);
    }

    static void update(Window window, List<RuleTable.WindowCondition> looking, HostMemory memory)
            throws Exception {
        for (RuleTable.WindowCondition each : looking) {
            double value = each.place().read(window);
            if (!Double.isNaN(value) && each.rule().rule().watches(window.device())) {
                update(each, value, window.device(), memory.progress());
                if (each.rule().asksForBeginnings()) {
                    observe(each.rule().key(window.device()), each.condition(), memory.observed());
                }
            }
        }
    }

    private static void update(
            RuleTable.WindowCondition at, double value, String device, HostProgress progress)
            throws Exception {
        PreparedRule rule = at.rule();
        RuleProgress known = progress.mayBeAny() ? progress.get(rule, device) : null;
        if (known == null
                && (!ConditionValues.begins(at.place().condition(), value)
                        || progress.size() >= EvaluateSample.MAX_TRACKED)) {
            return;
        }
        RuleProgress updated =
                known == null ? RuleProgress.of(device, rule.places().size()) : known;
        ConditionValues.update(updated, at.condition(), (Threshold) at.place().condition(), value);
        if (updated.isIdle()) {
            progress.remove(rule, device);
        } else {
            progress.put(rule, updated);
        }
    }

    private static void observe(String key, int condition, Entries<ObservedConditions> observed)
            throws Exception {
        ObservedConditions before = observed.get(key);
        observed.put(
                key, (before == null ? ObservedConditions.NONE : before).withWindow(condition));
    }
}
