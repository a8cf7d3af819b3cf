package io.hostpulse.wire.rule;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.hostpulse.wire.HumanDuration;
import io.hostpulse.wire.Metric;
import io.hostpulse.wire.MetricCatalogue;
import io.hostpulse.wire.NotJsonException;
import io.hostpulse.wire.StrictJson;
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
    private static final String DEFAULT_MESSAGE =
            "{host}: {metric} is {value}, threshold {threshold}";

    private final List<String> problems = new ArrayList<>();

    private RuleReader() {}

    /**
     * @throws InvalidRuleException with all problems at once
     */
    public static Rule read(byte[] json) throws InvalidRuleException {
        try {
            return read(JSON.readTree(StrictJson.read(json)));
        } catch (NotJsonException e) {
            throw new InvalidRuleException(List.of("not JSON: " + e.getMessage()));
        } catch (JsonProcessingException e) {
            throw new InvalidRuleException(List.of("not JSON: " + e.getOriginalMessage()));
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
                    "id: '"
                            + id
                            + "' must be lower-case letters, digits and dashes, at most 63, the first no dash");
        }
        String name = readText(tree, "name");
        Severity severity = readSeverity(tree);
        Condition when = readCondition(tree.path("when"));
        Duration sustainedFor = readDuration(tree);
        String message = tree.hasNonNull("message") ? readText(tree, "message") : DEFAULT_MESSAGE;
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
        String text = readText(tree, "for");
        if (text.isEmpty()) {
            return Duration.ZERO;
        }
        try {
            return HumanDuration.parse(text);
        } catch (IllegalArgumentException e) {
            problems.add("for: " + e.getMessage());
            return Duration.ZERO;
        }
    }

    private Condition readCondition(JsonNode when) {
        if (!when.isObject()) {
            problems.add(
                    when.isMissingNode()
                            ? "when: is missing; it holds metric and above or below"
                            : "when: " + when + " must hold metric and above or below");
            return null;
        }
        refuseUnknownKeys(when, "when.", CONDITION_KEYS);
        Optional<Metric> metric = readMetric(when);
        if (when.has("above") == when.has("below")) {
            problems.add("when: needs one of above and below");
            return null;
        }
        Side side = when.has("above") ? Side.ABOVE : Side.BELOW;
        String key = side == Side.ABOVE ? "above" : "below";
        double threshold = readNumber(when, key, Double.NaN);
        double clear = readNumber(when, "clear", threshold);
        metric.ifPresent(known -> requireInRange(known, key, threshold));
        if (side == Side.ABOVE ? clear > threshold : clear < threshold) {
            problems.add(
                    "when.clear: "
                            + clear
                            + " lies on the wrong side of the threshold "
                            + threshold);
        }
        return metric.map(known -> new Condition(known, side, threshold, clear)).orElse(null);
    }

    private Optional<Metric> readMetric(JsonNode when) {
        String name = readText(when, "when.", "metric");
        Optional<Metric> metric = MetricCatalogue.get().find(name);
        if (metric.isEmpty() && !name.isEmpty()) {
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
        return metric;
    }

    /** A threshold that no value can be beyond is a slip, mostly percent in place of a ratio. */
    private void requireInRange(Metric metric, String key, double threshold) {
        if (threshold < metric.lowest()) {
            problems.add(
                    "when.%s: %s is less than %s, the lowest value of %s"
                            .formatted(key, threshold, metric.lowest(), metric.name()));
        }
        if (threshold > metric.highest()) {
            problems.add(
                    "when.%s: %s is more than %s, the highest value of %s"
                            .formatted(key, threshold, metric.highest(), metric.name()));
        }
    }

    private double readNumber(JsonNode when, String key, double otherwise) {
        JsonNode value = when.path(key);
        if (value.isMissingNode()) {
            return otherwise;
        }
        if (!value.isNumber() || !Double.isFinite(value.doubleValue())) {
            problems.add("when." + key + ": " + value + " is not a number");
            return otherwise;
        }
        return value.doubleValue();
    }

    private String readText(JsonNode tree, String key) {
        return readText(tree, "", key);
    }

    private String readText(JsonNode tree, String prefix, String key) {
        JsonNode value = tree.path(key);
        if (value.isContainerNode()) {
            problems.add(prefix + key + ": must be text, not " + value);
            return "";
        }
        String text = value.asText("").strip();
        if (text.isEmpty()) {
            problems.add(prefix + key + ": is missing");
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
