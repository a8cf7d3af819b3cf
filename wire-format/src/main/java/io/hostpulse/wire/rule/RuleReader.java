package io.hostpulse.wire.rule;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.hostpulse.wire.HumanDuration;
import io.hostpulse.wire.Metric;
import io.hostpulse.wire.MetricCatalogue;
import io.hostpulse.wire.proto.Dimension;
import io.hostpulse.wire.rule.Condition.Side;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * Reads rules from JSON, or from YAML that was parsed to the same tree. Keys that are not known are
 * errors, since they are mostly misspelt.
 */
public final class RuleReader {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Pattern ID = Pattern.compile("[a-z0-9][a-z0-9-]{0,62}");
    private static final Set<String> RULE_KEYS =
            Set.of("id", "name", "severity", "when", "for", "message");
    private static final Set<String> CONDITION_KEYS = Set.of("metric", "above", "below", "clear");

    private final List<String> problems = new ArrayList<>();

    private RuleReader() {}

    /**
     * @throws InvalidRuleException with all problems at once
     */
    public static Rule read(byte[] json) throws InvalidRuleException {
        try {
            return read(JSON.readTree(json));
        } catch (JsonProcessingException e) {
            throw new InvalidRuleException(List.of("not JSON: " + e.getOriginalMessage()));
        } catch (java.io.IOException e) {
            throw new InvalidRuleException(List.of("not JSON: " + e.getMessage()));
        }
    }

    /**
     * @throws InvalidRuleException with all problems at once
     */
    public static Rule read(JsonNode tree) throws InvalidRuleException {
        return new RuleReader().readRule(tree);
    }

    private Rule readRule(JsonNode tree) throws InvalidRuleException {
        if (!tree.isObject()) {
            throw new InvalidRuleException(List.of("a rule is an object of keys and values"));
        }
        refuseUnknownKeys(tree, "", RULE_KEYS);
        String id = readText(tree, "id");
        if (!id.isEmpty() && !ID.matcher(id).matches()) {
            problems.add(
                    "id: '" + id + "' must be lower-case letters, digits and dashes, at most 63");
        }
        String name = readText(tree, "name");
        Severity severity = readSeverity(tree);
        Condition when = readCondition(tree.path("when"));
        Duration sustainedFor = readDuration(tree);
        String message =
                tree.path("message").asText("{host}: {metric} is {value}, threshold {threshold}");
        if (!problems.isEmpty()) {
            throw new InvalidRuleException(problems);
        }
        return new Rule(id, name, severity, when, sustainedFor, message);
    }

    private Severity readSeverity(JsonNode tree) {
        String label = readText(tree, "severity");
        Optional<Severity> severity = Severity.ofLabel(label);
        if (severity.isEmpty() && !label.isEmpty()) {
            problems.add("severity: '" + label + "' is none of info, warning, critical");
        }
        return severity.orElse(Severity.WARNING);
    }

    private Duration readDuration(JsonNode tree) {
        if (!tree.hasNonNull("for")) {
            return Duration.ZERO;
        }
        try {
            return HumanDuration.parse(tree.get("for").asText());
        } catch (IllegalArgumentException e) {
            problems.add("for: " + e.getMessage());
            return Duration.ZERO;
        }
    }

    private Condition readCondition(JsonNode when) {
        if (!when.isObject()) {
            problems.add("when: is missing; it holds metric and above or below");
            return null;
        }
        refuseUnknownKeys(when, "when.", CONDITION_KEYS);
        String name = when.path("metric").asText("");
        Optional<Metric> metric = MetricCatalogue.get().find(name);
        if (metric.isEmpty()) {
            problems.add("when.metric: '" + name + "' is not in the catalogue of metrics");
        }
        if (metric.isPresent() && metric.get().dimension() != Dimension.HOST) {
            problems.add(
                    "when.metric: '"
                            + name
                            + "' is measured per "
                            + metric.get().dimension().name().toLowerCase(Locale.ROOT)
                            + "; rules take metrics of the whole host");
        }
        if (when.has("above") == when.has("below")) {
            problems.add("when: needs one of above and below");
            return null;
        }
        Side side = when.has("above") ? Side.ABOVE : Side.BELOW;
        double threshold = readNumber(when, side == Side.ABOVE ? "above" : "below", Double.NaN);
        double clear = readNumber(when, "clear", threshold);
        if (side == Side.ABOVE ? clear > threshold : clear < threshold) {
            problems.add(
                    "when.clear: "
                            + clear
                            + " lies on the wrong side of the threshold "
                            + threshold);
        }
        return metric.map(known -> new Condition(known, side, threshold, clear)).orElse(null);
    }

    private double readNumber(JsonNode when, String key, double otherwise) {
        JsonNode value = when.path(key);
        if (value.isMissingNode()) {
            return otherwise;
        }
        if (!value.isNumber() || !Double.isFinite(value.doubleValue())) {
            problems.add("when." + key + ": '" + value.asText() + "' is not a number");
            return otherwise;
        }
        return value.doubleValue();
    }

    private String readText(JsonNode tree, String key) {
        String text = tree.path(key).asText("").strip();
        if (text.isEmpty()) {
            problems.add(key + ": is missing");
        }
        return text;
    }

    private void refuseUnknownKeys(JsonNode node, String prefix, Set<String> known) {
        node.fieldNames()
                .forEachRemaining(
                        key -> {
                            if (!known.contains(key)) {
                                problems.add(
                                        prefix
                                                + key
                                                + ": is not known here; known are "
                                                + known.stream().sorted().toList());
                            }
                        });
    }
}
