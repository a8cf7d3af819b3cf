package io.hostpulse.job.rule;

import io.hostpulse.job.model.Baseline;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * What is usual on the current host, by rule, thing and condition. Things come and go, so when one
 * is new, those that a rule would not remember any more are forgotten, and those of rules that are
 * gone. A host has {@value #MAX_BASELINES} at most: for more things nothing is learned.
 */
final class HostBaselines {

    static final int MAX_BASELINES = 512;

    private final Entries<Baseline> baselines;
    private final List<PreparedRule> rules;
    private int known = -1;

    /**
     * @param rules of the host
     */
    HostBaselines(Entries<Baseline> baselines, List<PreparedRule> rules) {
        this.baselines = baselines;
        this.rules = rules;
    }

    static String key(PreparedRule rule, String device, int condition) {
        return rule.key(device) + "|" + condition;
    }

    /** Null where nothing is known. */
    Baseline get(String key) throws Exception {
        return baselines.get(key);
    }

    /** Keeps one more, or another value of one. */
    void put(String key, Baseline baseline, boolean isNew, long previousMillis) throws Exception {
        if (isNew) {
            if (known < 0) {
                known = forgetGone(previousMillis);
            }
            if (known >= MAX_BASELINES) {
                return;
            }
            known++;
        }
        baselines.put(key, baseline);
    }

    /**
     * Whether a rule would not use it any more: samples came for so long without the metric. A
     * silent host keeps what is usual for it.
     */
    static boolean isGone(Baseline baseline, PreparedRule rule, long previousMillis) {
        long goneMillis = AbsentData.goneAfter(rule.rule()).toMillis();
        return previousMillis - baseline.newestMillis() >= goneMillis;
    }

    /** How many are left. */
    private int forgetGone(long previousMillis) throws Exception {
        Map<String, PreparedRule> byId = new HashMap<>();
        rules.forEach(rule -> byId.put(rule.rule().id(), rule));
        int left = 0;
        for (Map.Entry<String, Baseline> entry : baselines.all().entrySet()) {
            PreparedRule rule = byId.get(PreparedRule.ruleOf(entry.getKey()));
            if (rule == null || isGone(entry.getValue(), rule, previousMillis)) {
                baselines.remove(entry.getKey());
            } else {
                left++;
            }
        }
        return left;
    }
}
