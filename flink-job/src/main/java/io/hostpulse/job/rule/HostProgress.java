package io.hostpulse.job.rule;

import java.util.Collections;
import java.util.HashMap;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * How far rules have got on the current host, at one of its readings. All of it is read as soon as
 * somebody asks for more than one entry, and nothing where there is known to be nothing: that is so
 * on most hosts at most times.
 */
final class HostProgress {

    private static final SortedMap<String, RuleProgress> NONE = Collections.emptySortedMap();

    private final Entries<RuleProgress> kept;
    private boolean mayBeAny;
    private Map<String, SortedMap<String, RuleProgress>> byRule;
    private int size;

    /**
     * @param mayBeAny false if nothing is kept
     */
    HostProgress(Entries<RuleProgress> kept, boolean mayBeAny) {
        this.kept = kept;
        this.mayBeAny = mayBeAny;
        if (!mayBeAny) {
            byRule = new HashMap<>(0);
        }
    }

    /** False if nothing is kept; true if something may be. */
    boolean mayBeAny() {
        return byRule == null ? mayBeAny : size > 0;
    }

    /** On how many things, by rule, something is in progress. */
    int size() throws Exception {
        byRule();
        return size;
    }

    /** Null where nothing is in progress. */
    RuleProgress get(PreparedRule rule, String device) throws Exception {
        return byRule == null ? kept.get(rule.key(device)) : in(rule).get(device);
    }

    boolean isOf(PreparedRule rule) throws Exception {
        return mayBeAny() && byRule().containsKey(rule.rule().id());
    }

    /** The progress of a rule by thing, in the order of their names; a copy. */
    SortedMap<String, RuleProgress> of(PreparedRule rule) throws Exception {
        byRule();
        return new TreeMap<>(in(rule));
    }

    void put(PreparedRule rule, RuleProgress progress) throws Exception {
        mayBeAny = true;
        kept.put(rule.key(progress.device), progress);
        if (byRule != null) {
            add(rule.rule().id(), progress);
        }
    }

    void remove(PreparedRule rule, String device) throws Exception {
        if (byRule == null) {
            kept.remove(rule.key(device));
        } else if (in(rule).containsKey(device)) {
            kept.remove(rule.key(device));
            SortedMap<String, RuleProgress> itsProgress = in(rule);
            itsProgress.remove(device);
            size--;
            if (itsProgress.isEmpty()) {
                byRule.remove(rule.rule().id());
            }
        }
    }

    void clear() throws Exception {
        kept.clear();
        byRule = new HashMap<>(0);
        size = 0;
    }

    private SortedMap<String, RuleProgress> in(PreparedRule rule) {
        SortedMap<String, RuleProgress> itsProgress = byRule.get(rule.rule().id());
        return itsProgress == null ? NONE : itsProgress;
    }

    private Map<String, SortedMap<String, RuleProgress>> byRule() throws Exception {
        if (byRule == null) {
            byRule = new HashMap<>();
            for (Map.Entry<String, RuleProgress> entry : kept.all().entrySet()) {
                add(PreparedRule.ruleOf(entry.getKey()), entry.getValue());
            }
        }
        return byRule;
    }

    private void add(String ruleId, RuleProgress progress) {
        RuleProgress before =
                byRule.computeIfAbsent(ruleId, id -> new TreeMap<>())
                        .put(progress.device, progress);
        size += before == null ? 1 : 0;
    }
}
