package io.hostpulse.job.rule;

import io.hostpulse.job.ingest.DeviceMetrics;
import io.hostpulse.job.model.Sample;
import io.hostpulse.job.model.Window;
import io.hostpulse.wire.proto.Dimension;
import io.hostpulse.wire.rule.Silence;
import io.hostpulse.wire.rule.Threshold;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Rules by what their conditions look at, so that a sample or a window finds those to which it has
 * anything to say. A rule's number is its position among them.
 */
final class RuleTable {

    static final int DIMENSIONS = Dimension.values().length - 1;

    /** One condition of a rule that looks at windows. */
    record WindowCondition(PreparedRule rule, int condition, PreparedRule.Place place) {

        boolean isBegunBy(Window window) {
            return ConditionValues.begins(place.condition(), place.read(window))
                    && rule.rule().watches(window.device());
        }
    }

    private final List<PreparedRule> rules;
    private final List<PreparedRule> silences;
    private final List<Limits> limits = new ArrayList<>();
    private final boolean[] evaluatedAlways;
    private final Alikeness alikeness;
    private final List<Map<String, List<WindowCondition>>> ofWindows = new ArrayList<>();

    /**
     * @param rules in the order in which they are evaluated
     */
    RuleTable(List<PreparedRule> rules) {
        this.rules = List.copyOf(rules);
        silences = rules.stream().filter(rule -> rule.rule().when() instanceof Silence).toList();
        evaluatedAlways = new boolean[rules.size()];
        List<List<Limits.Limit>> byDimension = new ArrayList<>();
        for (int dimension = 0; dimension < DIMENSIONS; dimension++) {
            byDimension.add(new ArrayList<>());
            ofWindows.add(new HashMap<>());
        }
        List<PreparedRule> asking = new ArrayList<>();
        for (int number = 0; number < rules.size(); number++) {
            PreparedRule rule = rules.get(number);
            boolean isAsking = rule.asksForBeginnings();
            evaluatedAlways[number] = rule.learns() || (isAsking && rule.looksAtWindows());
            if (isAsking && !evaluatedAlways[number]) {
                asking.add(rule);
            }
            lay(rule, number, byDimension);
        }
        byDimension.forEach(ofDimension -> limits.add(Limits.of(ofDimension)));
        alikeness = new Alikeness(asking);
    }

    private void lay(PreparedRule rule, int number, List<List<Limits.Limit>> byDimension) {
        for (int condition = 0; condition < rule.places().size(); condition++) {
            PreparedRule.Place place = rule.places().get(condition);
            if (place.window() != null) {
                ofWindows
                        .get(place.dimension())
                        .computeIfAbsent(place.window(), name -> new ArrayList<>())
                        .add(new WindowCondition(rule, condition, place));
            } else if (place.condition() instanceof Threshold threshold
                    && rule.ruledOutBy() != 1L << condition) {
                byDimension
                        .get(place.dimension())
                        .add(new Limits.Limit(number, place.slot(), threshold));
            }
        }
    }

    /** In the order of their numbers. */
    List<PreparedRule> rules() {
        return rules;
    }

    /** Those that ask whether the host is silent. */
    List<PreparedRule> silences() {
        return silences;
    }

    /** Tells which samples are the same to those that ask when conditions begin. */
    Alikeness alikeness() {
        return alikeness;
    }

    /**
     * Which rules have to be evaluated at a sample although nothing of them is in progress, by
     * their numbers. What rules a sequence out is left to {@link #alikeness()}.
     */
    boolean[] touchedBy(Sample sample) {
        boolean[] touched = evaluatedAlways.clone();
        limits.get(Dimension.HOST_VALUE).mark(sample.values(), 0, touched);
        byte[] dimensions = sample.deviceDimensions();
        int begin = 0;
        for (byte dimension : dimensions) {
            limits.get(dimension).mark(sample.deviceValues(), begin, touched);
            begin += DeviceMetrics.count(dimension);
        }
        return touched;
    }

    /** The conditions that look at such a window, in the order of rules. */
    List<WindowCondition> lookingAt(Window window) {
        return ofWindows.get(window.dimension()).getOrDefault(window.name(), List.of());
    }
}
