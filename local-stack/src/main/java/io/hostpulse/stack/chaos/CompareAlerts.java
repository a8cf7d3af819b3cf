package io.hostpulse.stack.chaos;

import static java.util.stream.Collectors.toSet;

import com.fasterxml.jackson.databind.JsonNode;
import io.hostpulse.simulator.reference.AlertState;
import io.hostpulse.simulator.reference.HostHistory;
import io.hostpulse.simulator.reference.ReferenceAlerts;
import io.hostpulse.simulator.reference.ReferenceTransition;
import io.hostpulse.simulator.reference.WindowSpec;
import io.hostpulse.stack.chaos.AlertHistory.Transition;
import io.hostpulse.stack.chaos.Tally.Between;
import io.hostpulse.wire.rule.Aggregate;
import io.hostpulse.wire.rule.Definition;
import io.hostpulse.wire.rule.Rule;
import java.time.Duration;
import java.time.Instant;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/**
 * Whether the transitions of alerts are those of the reference. What is open at the last sample is
 * resolved since, as the host was stopped and then removed, which the reference leaves out.
 */
final class CompareAlerts {

    private static final Set<String> ENDS = Set.of("the host was stopped", "the host was removed");

    private static final Set<Aggregate> PERCENTILES =
            EnumSet.of(Aggregate.P50, Aggregate.P95, Aggregate.P99);
    private static final Duration LONGEST_EXACT = Duration.ofMinutes(1);
    private static final double SKETCH = 0.02;

    private final List<Definition> definitions;
    private final Set<String> others;

    /** Ids of rules about percentiles of windows that do not keep every value. */
    private final Set<String> sketched;

    private final Tally tally = new Tally("alert transitions");

    /**
     * @param definitions of the rules that the reference knows
     * @param others ids of rules of which it does not know when they fire
     */
    CompareAlerts(List<Definition> definitions, Set<String> others) {
        this.definitions = definitions;
        this.others = others;
        sketched =
                definitions.stream()
                        .filter(CompareAlerts::isSketched)
                        .map(each -> ((Rule) each).id())
                        .collect(toSet());
    }

    void host(HostHistory host, List<Transition> indexed) {
        Map<String, Map<String, Object>> expected = new TreeMap<>();
        Map<String, ReferenceTransition> newest = new HashMap<>();
        for (ReferenceTransition each : ReferenceAlerts.of(host, definitions, WindowSpec.DEFAULT)) {
            expected.put(each.alertId() + "#" + each.transition(), fields(each));
            newest.put(each.alertId(), each);
        }
        Map<String, Map<String, Object>> found = new TreeMap<>();
        for (Transition each : indexed) {
            if (!others.contains(each.rule())) {
                boolean isEnd =
                        ENDS.contains(each.reason())
                                && isNextOf(newest.get(each.alertId()), each)
                                && !expected.containsKey(each.id());
                found.put(
                        each.id(),
                        isEnd ? Map.of("resolved", "in the end") : fields(each.document()));
            }
        }
        newest.values().stream()
                .filter(each -> each.state() != AlertState.RESOLVED)
                .forEach(
                        each ->
                                expected.put(
                                        each.alertId() + "#" + (each.transition() + 1),
                                        Map.of("resolved", "in the end")));
        tally.compare(expected, found);
    }

    Comparison result() {
        return tally.result();
    }

    private static boolean isNextOf(ReferenceTransition newest, Transition end) {
        return newest != null && end.isResolved() && end.number() == newest.transition() + 1;
    }

    private static boolean isSketched(Definition definition) {
        return definition instanceof Rule rule
                && rule.when().conditions().stream()
                        .flatMap(condition -> condition.over().stream())
                        .anyMatch(
                                over ->
                                        PERCENTILES.contains(over.aggregate())
                                                && over.size().compareTo(LONGEST_EXACT) > 0);
    }

    private Map<String, Object> fields(ReferenceTransition transition) {
        Map<String, Object> fields = new TreeMap<>();
        fields.put("state", transition.state().name().toLowerCase(Locale.ROOT).replace('_', '-'));
        fields.put("severity", transition.severity().label());
        fields.put("time", time(transition.timeMillis()));
        fields.put("started", time(transition.startedMillis()));
        fields.put("fired", time(transition.firedMillis()));
        fields.put("mutedUntil", time(transition.mutedUntilMillis()));
        fields.put("inHysteresis", transition.inHysteresis());
        fields.put("flapping", transition.flapping());
        double tolerance = sketched.contains(transition.ruleId()) ? SKETCH : 0;
        fields.put("peak", Between.around(transition.peak(), tolerance));
        // the reference does not follow an alert that has come to rest
        if (!transition.flapping()) {
            fields.put("threshold", transition.threshold());
        }
        if (!transition.flapping() || transition.state() != AlertState.RESOLVED) {
            fields.put("value", Between.around(transition.value(), tolerance));
        }
        return fields;
    }

    private static Map<String, Object> fields(JsonNode document) {
        JsonNode alert = document.at("/hostpulse/alert");
        boolean isFlapping = alert.path("flapping").asBoolean();
        String state = alert.path("state").asText();
        Map<String, Object> fields = new TreeMap<>();
        fields.put("state", state);
        fields.put("severity", alert.path("severity").asText());
        fields.put("time", time(document.path("@timestamp")));
        fields.put("started", time(alert.path("started")));
        fields.put("fired", time(alert.path("fired")));
        fields.put("mutedUntil", time(alert.path("muted_until")));
        fields.put("inHysteresis", alert.path("in_hysteresis").asBoolean());
        fields.put("flapping", isFlapping);
        fields.put("peak", alert.path("peak").asDouble(Double.NaN));
        if (!isFlapping) {
            fields.put("threshold", alert.path("threshold").asDouble(Double.NaN));
        }
        if (!isFlapping || !state.equals("resolved")) {
            fields.put("value", alert.path("value").asDouble(Double.NaN));
        }
        return fields;
    }

    private static String time(long millis) {
        return millis == 0 ? "never" : Instant.ofEpochMilli(millis).toString();
    }

    private static String time(JsonNode time) {
        return time.isMissingNode() ? "never" : Instant.parse(time.asText()).toString();
    }
}
