package io.hostpulse.wire.rule;

import io.hostpulse.wire.proto.Dimension;
import io.hostpulse.wire.rule.Conditions.Mode;
import io.hostpulse.wire.rule.Sequence.Step;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.stream.Stream;

/** Reads what makes a rule's alerts fire. */
final class TriggerReader {

    private static final int MAX_CONDITIONS = 10;
    private static final int MAX_STEPS = 5;
    private static final int MAX_TIMES = 20;
    private static final int MAX_GLOBS = 50;
    private static final int MAX_GLOB_LENGTH = 255;
    private static final Duration SECOND = Duration.ofSeconds(1);
    private static final Duration DAY = Duration.ofDays(1);
    private static final List<String> KINDS = List.of("all", "any", "sequence", "silent");

    private final TreeReader when;

    private TriggerReader(TreeReader when) {
        this.when = when;
    }

    static Optional<Trigger> read(TreeReader rule) {
        if (!rule.has("when")) {
            rule.refuse("when", "is missing; it says what is watched");
        }
        return rule.readObject("when").flatMap(when -> new TriggerReader(when).read());
    }

    private Optional<Trigger> read() {
        List<String> kinds = KINDS.stream().filter(when::has).toList();
        if (kinds.size() > 1) {
            when.refuse("cannot be " + String.join(" and ", kinds) + " at once");
            return Optional.empty();
        }
        if (kinds.isEmpty()) {
            return when.has("repeats") ? readRepetition() : readSingle();
        }
        return switch (kinds.get(0)) {
            case "all" -> readConditions("all", Mode.ALL);
            case "any" -> readConditions("any", Mode.ANY);
            case "sequence" -> readSequence();
            case "silent" -> readSilence();
            default -> throw new IllegalStateException(kinds.get(0));
        };
    }

    private Optional<Trigger> readSingle() {
        when.requireKnownKeys(with(ConditionReader.KEYS, "only"));
        Optional<Condition> condition = ConditionReader.read(when);
        List<String> only = readOnly(condition.stream().toList());
        return condition.map(it -> new Conditions(Mode.ALL, List.of(it), only));
    }

    private Optional<Trigger> readConditions(String key, Mode mode) {
        when.requireKnownKeys(Set.of(key, "only"));
        List<TreeReader> trees = when.readObjects(key, MAX_CONDITIONS);
        List<Condition> conditions = new ArrayList<>();
        for (TreeReader tree : trees) {
            tree.requireKnownKeys(ConditionReader.KEYS);
            ConditionReader.read(tree).ifPresent(conditions::add);
        }
        requireOneDimension(conditions);
        List<String> only = readOnly(conditions);
        return conditions.isEmpty() || conditions.size() < trees.size()
                ? Optional.empty()
                : Optional.of(new Conditions(mode, conditions, only));
    }

    private Optional<Trigger> readRepetition() {
        when.requireKnownKeys(with(ConditionReader.KEYS, "only", "repeats"));
        Optional<Condition> condition = ConditionReader.read(when);
        List<String> only = readOnly(condition.stream().toList());
        Optional<TreeReader> repeats = when.readObject("repeats");
        if (repeats.isEmpty()) {
            return Optional.empty();
        }
        TreeReader tree = repeats.get();
        tree.requireKnownKeys(Set.of("times", "within", "at_most"));
        for (String key : List.of("times", "within", "at_most")) {
            if (!tree.has(key)) {
                tree.refuse(key, "is missing");
            }
        }
        OptionalInt times = tree.readCount("times", 2, MAX_TIMES);
        Optional<Duration> within = tree.readDuration("within", SECOND, DAY);
        Optional<Duration> atMost = tree.readDuration("at_most", SECOND, DAY);
        if (condition.isEmpty() || times.isEmpty() || within.isEmpty() || atMost.isEmpty()) {
            return Optional.empty();
        }
        if (atMost.get().compareTo(within.get()) > 0) {
            tree.refuse("at_most", "is longer than 'within'");
        }
        return Optional.of(
                new Repetition(
                        condition.get(), times.getAsInt(), within.get(), atMost.get(), only));
    }

    private Optional<Trigger> readSequence() {
        when.requireKnownKeys(Set.of("sequence", "unless", "only"));
        List<TreeReader> trees = when.readObjects("sequence", MAX_STEPS);
        if (trees.size() == 1) {
            when.refuse("sequence", "has 1 step; 2 to " + MAX_STEPS + " are allowed");
        }
        List<Step> steps = new ArrayList<>();
        Set<String> names = new HashSet<>();
        for (TreeReader tree : trees) {
            readStep(tree, tree == trees.get(0), names).ifPresent(steps::add);
        }
        Optional<TreeReader> unlessTree = when.readObject("unless");
        unlessTree.ifPresent(tree -> tree.requireKnownKeys(ConditionReader.KEYS));
        Optional<Condition> unless = unlessTree.flatMap(ConditionReader::read);
        List<Condition> conditions =
                Stream.concat(steps.stream().map(Step::condition), unless.stream()).toList();
        requireOneDimension(conditions);
        List<String> only = readOnly(conditions);
        return steps.size() < 2 || steps.size() < trees.size()
                ? Optional.empty()
                : Optional.of(new Sequence(steps, unless, only));
    }

    private static Optional<Step> readStep(TreeReader tree, boolean first, Set<String> names) {
        tree.requireKnownKeys(with(ConditionReader.KEYS, "step", "within", "together"));
        Optional<String> name = tree.readRequiredText("step", 100);
        if (name.isPresent() && !names.add(name.get())) {
            tree.refuse("step", "'" + name.get() + "' is the name of an earlier step");
        }
        if (first) {
            Stream.of("within", "together")
                    .filter(tree::has)
                    .forEach(key -> tree.refuse(key, "the first step follows none"));
        } else if (!tree.has("within")) {
            tree.refuse("within", "is missing; it says how soon after the step before");
        }
        Optional<Duration> within = tree.readDuration("within", SECOND, DAY);
        boolean together = tree.readBoolean("together").orElse(false);
        Optional<Condition> condition = ConditionReader.read(tree);
        return name.isPresent() && condition.isPresent()
                ? Optional.of(
                        new Step(
                                name.get(),
                                condition.get(),
                                within.orElse(Duration.ZERO),
                                together))
                : Optional.empty();
    }

    private Optional<Trigger> readSilence() {
        when.requireKnownKeys(Set.of("silent", "restart_within", "reboot_within"));
        Optional<Duration> restartWithin = when.readDuration("restart_within", SECOND, DAY);
        Optional<Duration> rebootWithin = when.readDuration("reboot_within", SECOND, DAY);
        return when.readDuration("silent", SECOND, DAY)
                .map(after -> new Silence(after, restartWithin, rebootWithin));
    }

    private List<String> readOnly(List<Condition> conditions) {
        boolean ofThings =
                conditions.stream().anyMatch(it -> it.metric().dimension() != Dimension.HOST);
        if (when.has("only") && !ofThings && !conditions.isEmpty()) {
            when.refuse("only", "there is one such metric of every host, so nothing to choose");
        }
        return when.readTexts("only", MAX_GLOBS, MAX_GLOB_LENGTH);
    }

    /** Values of disks and of interfaces belong to no common thing. */
    private void requireOneDimension(List<Condition> conditions) {
        List<String> dimensions =
                conditions.stream()
                        .map(condition -> condition.metric().dimension())
                        .filter(dimension -> dimension != Dimension.HOST)
                        .distinct()
                        .map(dimension -> dimension.name().toLowerCase(Locale.ROOT))
                        .toList();
        if (dimensions.size() > 1) {
            when.refuse(
                    "has conditions per "
                            + String.join(" and per ", dimensions)
                            + "; only one of these can be in a rule, beside the host's own");
        }
    }

    private static Set<String> with(Set<String> keys, String... more) {
        Set<String> all = new HashSet<>(keys);
        all.addAll(List.of(more));
        return all;
    }
}
