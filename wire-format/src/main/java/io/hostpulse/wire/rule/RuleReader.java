package io.hostpulse.wire.rule;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.json.JsonReadFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.hostpulse.wire.HumanDuration;
import io.hostpulse.wire.NotJsonException;
import io.hostpulse.wire.StrictJson;
import io.hostpulse.wire.proto.Dimension;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Reads rules and maintenance from JSON, or from YAML that was parsed to the same tree. Keys that
 * are not known are errors, since they are mostly misspelt.
 */
public final class RuleReader {

    /** What is no number is a problem of its key, not of the whole. */
    private static final ObjectMapper JSON =
            JsonMapper.builder().enable(JsonReadFeature.ALLOW_NON_NUMERIC_NUMBERS).build();

    private static final Pattern ID = Pattern.compile("[a-z0-9][a-z0-9-]{0,62}");
    private static final Pattern LABEL_KEY = Pattern.compile("[a-zA-Z_][a-zA-Z0-9_]{0,62}");
    private static final Pattern PLACEHOLDER = Pattern.compile("\\{([^{}]*)}");
    private static final Set<String> PLACEHOLDERS =
            Set.of("host", "device", "metric", "value", "threshold", "for", "severity");
    private static final Set<String> KEYS =
            Set.of(
                    "id",
                    "name",
                    "severity",
                    "enabled",
                    "hosts",
                    "when",
                    "for",
                    "keep_firing_for",
                    "no_data_after",
                    "escalate",
                    "overrides",
                    "active",
                    "flapping",
                    "labels",
                    "message");
    private static final List<String> KEYS_OF_CONDITIONS =
            List.of("for", "keep_firing_for", "escalate", "flapping");
    private static final int MAX_LABELS = 20;
    private static final int MAX_LABEL_LENGTH = 255;
    private static final int MAX_CHANGES = 100;
    private static final Duration SECOND = Duration.ofSeconds(1);
    private static final Duration DAY = Duration.ofDays(1);
    private static final Duration DEFAULT_NO_DATA_AFTER = Duration.ofMinutes(5);

    private final List<Problem> problems;
    private final TreeReader tree;

    private RuleReader(TreeReader tree, List<Problem> problems) {
        this.tree = tree;
        this.problems = problems;
    }

    /**
     * Reads a definition whatever windows it looks at.
     *
     * @throws InvalidRuleException with all problems at once
     */
    public static Definition read(byte[] json) throws InvalidRuleException {
        return read(parse(json));
    }

    /** As {@link #read(JsonNode, ComputedWindows)}. */
    public static Definition read(byte[] json, ComputedWindows windows)
            throws InvalidRuleException {
        return read(parse(json), windows);
    }

    /**
     * Reads a definition whatever windows it looks at.
     *
     * @throws InvalidRuleException with all problems at once
     */
    public static Definition read(JsonNode root) throws InvalidRuleException {
        return read(root, new ArrayList<>());
    }

    /**
     * Reads a definition that looks only at windows that are computed.
     *
     * @throws InvalidRuleException with all problems at once
     */
    public static Definition read(JsonNode root, ComputedWindows windows)
            throws InvalidRuleException {
        return read(root, windows.missing(root));
    }

    private static Definition read(JsonNode root, List<Problem> problems)
            throws InvalidRuleException {
        if (!root.isObject()) {
            throw new InvalidRuleException(
                    List.of(new Problem("", "a rule is an object of keys and values")));
        }
        TreeReader tree = TreeReader.ofRoot(root, problems);
        Optional<? extends Definition> definition =
                tree.has("maintenance")
                        ? MaintenanceReader.read(tree)
                        : new RuleReader(tree, problems).readRule();
        if (definition.isEmpty() || !problems.isEmpty()) {
            throw new InvalidRuleException(problems);
        }
        return definition.get();
    }

    private static JsonNode parse(byte[] json) throws InvalidRuleException {
        try {
            return JSON.readTree(StrictJson.read(json));
        } catch (NotJsonException e) {
            throw new InvalidRuleException(List.of(new Problem("", "not JSON: " + e.getMessage())));
        } catch (JsonProcessingException e) {
            throw new InvalidRuleException(
                    List.of(new Problem("", "not JSON: " + e.getOriginalMessage())));
        }
    }

    /** The id under {@code key}. */
    static Optional<String> readId(TreeReader tree, String key) {
        Optional<String> id = tree.readRequiredText(key, 1000);
        if (id.isPresent() && !isId(id.get())) {
            tree.refuse(
                    key,
                    "'"
                            + id.get()
                            + "' must be lower-case letters, digits and dashes, at most 63, the first no dash");
        }
        return id;
    }

    static boolean isId(String text) {
        return ID.matcher(text).matches();
    }

    private Optional<Rule> readRule() {
        tree.requireKnownKeys(KEYS);
        Optional<String> id = readId(tree, "id");
        Optional<String> name = tree.readRequiredText("name", 200);
        if (!tree.has("severity")) {
            tree.refuse("severity", "is missing");
        }
        Severity severity = KnownNames.readSeverity(tree).orElse(Severity.INFO);
        boolean enabled = tree.readBoolean("enabled").orElse(true);
        HostSelector hosts = HostSelectorReader.read(tree);
        Optional<Trigger> when = TriggerReader.read(tree);
        when.ifPresent(this::refuseKeysWithoutEffect);
        Duration sustainedFor = tree.readDuration("for", Duration.ZERO, DAY).orElse(Duration.ZERO);
        Duration keepFiringFor =
                tree.readDuration("keep_firing_for", Duration.ZERO, DAY).orElse(Duration.ZERO);
        Duration noDataAfter =
                tree.readDuration("no_data_after", SECOND, DAY).orElse(DEFAULT_NO_DATA_AFTER);
        OverrideReader variants = new OverrideReader(when, severity);
        List<Escalation> escalations = variants.readEscalations(tree);
        List<HostOverride> overrides = variants.readOverrides(tree, escalations);
        Optional<ActiveTimes> activeTimes =
                tree.readObject("active").flatMap(ActiveTimesReader::read);
        Optional<Flapping> flapping = readFlapping(when);
        Map<String, String> labels = readLabels();
        Optional<String> message = readMessage();
        if (id.isEmpty() || name.isEmpty() || when.isEmpty() || !problems.isEmpty()) {
            return Optional.empty();
        }
        return Optional.of(
                new Rule(
                        id.get(),
                        name.get(),
                        severity,
                        enabled,
                        hosts,
                        when.get(),
                        sustainedFor,
                        keepFiringFor,
                        noDataAfter,
                        escalations,
                        overrides,
                        activeTimes,
                        flapping,
                        labels,
                        message.orElseGet(() -> defaultMessage(when.get()))));
    }

    private void refuseKeysWithoutEffect(Trigger trigger) {
        if (!(trigger instanceof Conditions)) {
            KEYS_OF_CONDITIONS.stream()
                    .filter(tree::has)
                    .forEach(
                            key ->
                                    tree.refuse(
                                            key,
                                            "has no effect on a sequence, a repetition or silence"));
        }
        if (trigger instanceof Silence && tree.has("no_data_after")) {
            tree.refuse("no_data_after", "has no effect on silence");
        }
    }

    private Optional<Flapping> readFlapping(Optional<Trigger> when) {
        boolean applies = when.isPresent() && when.get() instanceof Conditions;
        if (!applies || tree.isOff("flapping")) {
            return Optional.empty();
        }
        Optional<TreeReader> flapping = tree.readObject("flapping");
        flapping.ifPresent(it -> it.requireKnownKeys(Set.of("changes", "within")));
        return Optional.of(
                new Flapping(
                        flapping.map(it -> it.readCount("changes", 2, MAX_CHANGES))
                                .orElse(OptionalInt.empty())
                                .orElse(Flapping.DEFAULT.changes()),
                        flapping.flatMap(it -> it.readDuration("within", SECOND, DAY))
                                .orElse(Flapping.DEFAULT.within())));
    }

    private Map<String, String> readLabels() {
        Map<String, String> labels = tree.readTextByKey("labels", MAX_LABELS, MAX_LABEL_LENGTH);
        labels.keySet().stream()
                .filter(key -> !LABEL_KEY.matcher(key).matches())
                .forEach(
                        key ->
                                tree.refuse(
                                        "labels." + key,
                                        "a label is letters, digits and underscores, at most 63, the first no digit"));
        return labels;
    }

    private Optional<String> readMessage() {
        Optional<String> message = tree.readText("message", 1000);
        Matcher placeholder = PLACEHOLDER.matcher(message.orElse(""));
        while (placeholder.find()) {
            if (!PLACEHOLDERS.contains(placeholder.group(1))) {
                tree.refuse(
                        "message",
                        "%s stands for nothing; known are %s"
                                .formatted(
                                        placeholder.group(),
                                        PLACEHOLDERS.stream().sorted().toList()));
            }
        }
        return message;
    }

    private static String defaultMessage(Trigger trigger) {
        if (trigger instanceof Silence) {
            return "{host} has been silent for {for}";
        }
        boolean ofThings =
                trigger.conditions().stream()
                        .anyMatch(it -> it.metric().dimension() != Dimension.HOST);
        return (ofThings ? "{host} {device}: " : "{host}: ")
                + (trigger instanceof Repetition repetition
                        ? "{metric} was beyond {threshold} %d times within %s, last at {value}"
                                .formatted(
                                        repetition.times(),
                                        HumanDuration.format(repetition.within()))
                        : "{metric} is {value}, threshold {threshold}");
    }
}
