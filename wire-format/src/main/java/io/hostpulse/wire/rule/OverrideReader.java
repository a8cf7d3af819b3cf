package io.hostpulse.wire.rule;

import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.Set;
import java.util.stream.Stream;

/** Reads what is different about a rule on some hosts, and at graver severities. */
final class OverrideReader {

    private static final int MAX_OVERRIDES = 50;
    private static final Duration SECOND = Duration.ofSeconds(1);
    private static final Duration DAY = Duration.ofDays(1);
    private static final List<String> KEYS_OF_SILENCE =
            List.of("silent", "restart_within", "reboot_within");

    private final Optional<Trigger> trigger;
    private final Optional<Condition> first;
    private final Severity severity;

    /**
     * @param trigger empty if it cannot be read: then what depends on it is not looked at
     */
    OverrideReader(Optional<Trigger> trigger, Severity severity) {
        this.trigger = trigger;
        this.severity = severity;
        first = trigger.flatMap(it -> it.conditions().stream().findFirst());
    }

    List<Escalation> readEscalations(TreeReader rule) {
        List<TreeReader> trees = rule.readObjects("escalate", Severity.values().length - 1);
        if (trees.isEmpty()) {
            return List.of();
        }
        if (trigger.isPresent() && !(first.orElse(null) instanceof Threshold)) {
            rule.refuse("escalate", "needs a threshold in the first condition");
            return List.of();
        }
        Severity below = severity;
        Optional<Threshold> before = first.map(Threshold.class::cast);
        Stream.Builder<Escalation> escalations = Stream.builder();
        for (TreeReader tree : trees) {
            tree.requireKnownKeys(with(Limits.KEYS, "severity"));
            Optional<Severity> its = KnownNames.readSeverity(tree);
            if (its.isEmpty() && !tree.has("severity")) {
                tree.refuse("severity", "is missing");
            }
            if (its.isPresent() && its.get().compareTo(below) <= 0) {
                tree.refuse(
                        "severity",
                        "'%s' is not graver than %s, the one before"
                                .formatted(its.get().label(), below.label()));
            }
            Optional<Threshold> beyond = before.flatMap(it -> readBeyond(tree, it));
            below = its.orElse(below);
            before = beyond.isPresent() ? beyond : before;
            if (its.isPresent() && beyond.isPresent()) {
                escalations.add(
                        new Escalation(its.get(), beyond.get().threshold(), beyond.get().clear()));
            }
        }
        return escalations.build().toList();
    }

    List<HostOverride> readOverrides(TreeReader rule, List<Escalation> escalations) {
        return rule.readObjects("overrides", MAX_OVERRIDES).stream()
                .map(tree -> readOverride(tree, escalations))
                .toList();
    }

    /** The severity in {@code tree}, refused if it is none. */
    private static Optional<Threshold> readBeyond(TreeReader tree, Threshold before) {
        String key = Limits.keyOf(before);
        Limits limits = Limits.read(tree, key);
        if (!tree.has(key)) {
            tree.refuse(key, "is missing");
        }
        if (limits.threshold().isEmpty()) {
            return Optional.empty();
        }
        double value = limits.threshold().getAsDouble();
        Threshold beyond =
                new Threshold(
                        before.metric(),
                        before.over(),
                        before.comparison(),
                        value,
                        limits.clear().orElse(value));
        ConditionReader.requireSound(tree, beyond);
        if (!isBeyond(value, before)) {
            tree.refuse(
                    key,
                    "%s does not lie beyond %s, the threshold before"
                            .formatted(value, before.threshold()));
        }
        return Optional.of(beyond);
    }

    private HostOverride readOverride(TreeReader tree, List<Escalation> escalations) {
        boolean ofSilence = trigger.filter(Silence.class::isInstance).isPresent();
        Set<String> keys = with(Limits.KEYS, "hosts", "enabled", "severity", "for");
        keys.addAll(KEYS_OF_SILENCE);
        tree.requireKnownKeys(keys);
        if (keys.stream().noneMatch(key -> !key.equals("hosts") && tree.has(key))) {
            tree.refuse("changes nothing");
        }
        HostSelector hosts = HostSelectorReader.read(tree);
        if (hosts.equals(HostSelector.ALL)) {
            tree.refuse("hosts", "must say which hosts it is for, by names or labels");
        }
        Optional<Severity> itsSeverity = KnownNames.readSeverity(tree);
        Limits limits = readLimits(tree);
        if (first.isPresent()) {
            Condition changed = first.get().with(limits.threshold(), limits.clear());
            ConditionReader.requireSound(tree, changed);
            requireShortOf(tree, changed, itsSeverity.orElse(severity), escalations);
        }
        if (tree.has("for") && trigger.isPresent() && !(trigger.get() instanceof Conditions)) {
            tree.refuse("for", "the rule has none" + (ofSilence ? "; write silent" : ""));
        }
        if (trigger.isPresent() && !ofSilence) {
            KEYS_OF_SILENCE.stream()
                    .filter(tree::has)
                    .forEach(key -> tree.refuse(key, "the rule is not about silence"));
        }
        return new HostOverride(
                hosts,
                limits.threshold(),
                limits.clear(),
                ofSilence
                        ? tree.readDuration("silent", SECOND, DAY)
                        : tree.readDuration("for", Duration.ZERO, DAY),
                tree.readDuration("restart_within", SECOND, DAY),
                tree.readDuration("reboot_within", SECOND, DAY),
                tree.readBoolean("enabled"),
                itsSeverity);
    }

    private Limits readLimits(TreeReader tree) {
        if (first.isPresent()) {
            return Limits.read(tree, Limits.keyOf(first.get()));
        }
        Limits.KEYS.stream()
                .sorted()
                .filter(key -> trigger.isPresent() && tree.has(key))
                .forEach(key -> tree.refuse(key, "the rule has no condition"));
        return new Limits(Optional.empty(), OptionalDouble.empty(), OptionalDouble.empty());
    }

    /** Else an alert would be graver as soon as it fires, which nobody may have meant. */
    private static void requireShortOf(
            TreeReader tree, Condition changed, Severity severity, List<Escalation> escalations) {
        if (!(changed instanceof Threshold threshold) || !tree.has(Limits.keyOf(changed))) {
            return;
        }
        escalations.stream()
                .filter(step -> step.severity().compareTo(severity) > 0)
                .filter(step -> !isBeyond(step.threshold(), threshold))
                .findFirst()
                .ifPresent(
                        step ->
                                tree.refuse(
                                        Limits.keyOf(changed),
                                        "%s reaches %s, where the rule becomes %s; override severity too"
                                                .formatted(
                                                        threshold.threshold(),
                                                        step.threshold(),
                                                        step.severity().label())));
    }

    private static boolean isBeyond(double value, Threshold threshold) {
        return threshold.comparison().isUpward()
                ? value > threshold.threshold()
                : value < threshold.threshold();
    }

    private static Set<String> with(Set<String> keys, String... more) {
        Set<String> all = new HashSet<>(keys);
        all.addAll(List.of(more));
        return all;
    }
}
