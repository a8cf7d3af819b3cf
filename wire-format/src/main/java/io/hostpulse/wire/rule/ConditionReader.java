package io.hostpulse.wire.rule;

import static java.util.stream.Collectors.joining;

import io.hostpulse.wire.Metric;
import io.hostpulse.wire.MetricCatalogue;
import java.time.Duration;
import java.util.Arrays;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;

/** Reads conditions, and says what is wrong with them. */
final class ConditionReader {

    /** The keys of a condition. */
    static final Set<String> KEYS = keys();

    private static final Duration DEFAULT_WARM_UP = Duration.ofHours(1);
    private static final Duration SHORTEST_WARM_UP = Duration.ofMinutes(1);
    private static final Duration LONGEST_WARM_UP = Duration.ofDays(7);
    private static final Duration SHORTEST_WINDOW = Duration.ofSeconds(1);
    private static final Duration LONGEST_WINDOW = Duration.ofDays(1);

    private ConditionReader() {}

    /** The condition in {@code tree}, other keys of which are not looked at. */
    static Optional<Condition> read(TreeReader tree) {
        Optional<Metric> metric = KnownNames.readMetric(tree);
        Optional<WindowAggregate> over = readWindow(tree, metric);
        Limits limits = Limits.readRequired(tree);
        if (limits.key().isPresent() && !limits.key().get().equals(Limits.DEVIATES)) {
            if (tree.has("warm_up")) {
                tree.refuse("warm_up", "belongs to 'deviates'");
            }
        }
        if (metric.isEmpty() || limits.key().isEmpty() || limits.threshold().isEmpty()) {
            return Optional.empty();
        }
        Condition condition =
                limits.key().get().equals(Limits.DEVIATES)
                        ? readDeviation(tree, metric.get(), limits)
                        : thresholdOf(metric.get(), over, limits);
        requireSound(tree, condition);
        return Optional.of(condition);
    }

    /** Refuses limits that cannot be reached, or contradict each other. */
    static void requireSound(TreeReader tree, Condition condition) {
        String key = Limits.keyOf(condition);
        if (condition instanceof Threshold threshold) {
            requireInRange(tree, key, threshold, threshold.threshold());
            requireReachable(tree, key, threshold);
            requireInRange(tree, "clear", threshold, threshold.clear());
            requireGoodSide(
                    tree,
                    key,
                    threshold.threshold(),
                    threshold.clear(),
                    threshold.comparison().isUpward());
        } else if (condition instanceof Deviation deviation) {
            requireGoodSide(tree, key, deviation.sigmas(), deviation.clearSigmas(), true);
        }
    }

    private static Optional<WindowAggregate> readWindow(TreeReader tree, Optional<Metric> metric) {
        if (!tree.has("window") && !tree.has("aggregate")) {
            return Optional.empty();
        }
        if (!tree.has("window")) {
            tree.refuse("aggregate", "needs a window, such as 'window: 1m'");
        } else if (!tree.has("aggregate")) {
            tree.refuse("window", "needs an aggregate, such as 'aggregate: avg'");
        }
        if (tree.has(Limits.DEVIATES)) {
            tree.refuse("window", "'deviates' looks at samples, not at windows");
        }
        if (metric.isPresent() && !metric.get().aggregated()) {
            tree.refuse(
                    "window",
                    "there are no windows of " + metric.get().name() + others(metric.get()));
        }
        Optional<Duration> size = tree.readDuration("window", SHORTEST_WINDOW, LONGEST_WINDOW);
        Optional<Aggregate> aggregate = readAggregate(tree, metric);
        return size.isPresent() && aggregate.isPresent()
                ? Optional.of(new WindowAggregate(size.get(), aggregate.get()))
                : Optional.empty();
    }

    private static Optional<Aggregate> readAggregate(TreeReader tree, Optional<Metric> metric) {
        Optional<String> label = tree.readText("aggregate", 100);
        Optional<Aggregate> aggregate = label.flatMap(Aggregate::ofLabel);
        if (label.isPresent() && aggregate.isEmpty()) {
            tree.refuse(
                    "aggregate",
                    "'%s' is none of %s"
                            .formatted(
                                    label.get(),
                                    String.join(
                                            ", ",
                                            Arrays.stream(Aggregate.values())
                                                    .map(Aggregate::label)
                                                    .toList())));
        }
        if (aggregate.isPresent() && metric.isPresent()) {
            requireMeaning(tree, aggregate.get(), metric.get());
        }
        return aggregate;
    }

    /** Refuses an aggregate that means nothing of such a metric. */
    private static void requireMeaning(TreeReader tree, Aggregate aggregate, Metric metric) {
        if (metric.isCounter() && aggregate != Aggregate.INCREASE) {
            tree.refuse(
                    "aggregate",
                    "'%s' of a counter means nothing; write 'increase', by how much %s has risen"
                            .formatted(aggregate.label(), metric.name()));
        } else if (aggregate == Aggregate.INCREASE && !metric.isCounter() && !metric.addsUp()) {
            tree.refuse(
                    "aggregate",
                    "'increase' is for what only grows (kind counter) and for amounts in an"
                            + " interval (kind delta), which "
                            + metric.name()
                            + " is not");
        } else if (aggregate == Aggregate.SUM && !metric.addsUp()) {
            tree.refuse(
                    "aggregate",
                    "'sum' is for amounts in an interval (kind delta), which "
                            + metric.name()
                            + " is not");
        }
    }

    /** Which counters there are windows of, after one that there are none of. */
    private static String others(Metric metric) {
        return metric.isCounter()
                ? "; of counters there are of "
                        + MetricCatalogue.get().metrics().stream()
                                .filter(other -> other.isCounter() && other.aggregated())
                                .map(Metric::name)
                                .collect(joining(", "))
                : "";
    }

    private static Threshold thresholdOf(
            Metric metric, Optional<WindowAggregate> over, Limits limits) {
        double threshold = limits.threshold().getAsDouble();
        return new Threshold(
                metric,
                over,
                Comparison.ofLabel(limits.key().orElseThrow()).orElseThrow(),
                threshold,
                limits.clear().orElse(threshold));
    }

    private static Deviation readDeviation(TreeReader tree, Metric metric, Limits limits) {
        if (metric.isCounter()) {
            tree.refuse("metric", metric.name() + " only grows, so it has no usual value");
        }
        double sigmas = limits.threshold().getAsDouble();
        return new Deviation(
                metric,
                sigmas,
                limits.clear().orElse(sigmas),
                tree.readDuration("warm_up", SHORTEST_WARM_UP, LONGEST_WARM_UP)
                        .orElse(DEFAULT_WARM_UP));
    }

    /** A threshold that no value can be beyond is a slip, mostly percent in place of a ratio. */
    private static void requireInRange(
            TreeReader tree, String key, Threshold threshold, double value) {
        if (!tree.has(key)) {
            return;
        }
        if (value < lowest(threshold)) {
            tree.refuse(
                    key,
                    "%s is less than %s, the lowest value of %s"
                            .formatted(value, lowest(threshold), quantity(threshold)));
        }
        if (value > highest(threshold)) {
            tree.refuse(
                    key,
                    "%s is more than %s, the highest value of %s"
                            .formatted(value, highest(threshold), quantity(threshold)));
        }
    }

    /** Nothing is above the highest value, or below the lowest. */
    private static void requireReachable(TreeReader tree, String key, Threshold threshold) {
        if (!tree.has(key)) {
            return;
        }
        double value = threshold.threshold();
        if (threshold.comparison() == Comparison.ABOVE && value == highest(threshold)) {
            tree.refuse(
                    key,
                    "nothing is above %s, the highest value of %s; write less, or at_least"
                            .formatted(value, quantity(threshold)));
        }
        if (threshold.comparison() == Comparison.BELOW && value == lowest(threshold)) {
            tree.refuse(
                    key,
                    "nothing is below %s, the lowest value of %s; write more, or at_most"
                            .formatted(value, quantity(threshold)));
        }
    }

    /** What is compared, such as {@code avg of system.load.1}. */
    private static String quantity(Threshold threshold) {
        return threshold.over().map(over -> over.aggregate().label() + " of ").orElse("")
                + threshold.metric().name();
    }

    private static double lowest(Threshold threshold) {
        Metric metric = threshold.metric();
        return threshold
                .over()
                .map(over -> lowest(over.aggregate(), metric))
                .orElse(metric.lowest());
    }

    private static double highest(Threshold threshold) {
        Metric metric = threshold.metric();
        return threshold
                .over()
                .map(over -> highest(over.aggregate(), metric))
                .orElse(metric.highest());
    }

    private static double lowest(Aggregate aggregate, Metric metric) {
        return switch (aggregate) {
            case AVG, MIN, MAX, LAST, P50, P95, P99, SUM, INCREASE -> metric.lowest();
            case COUNT -> 1;
            case RANGE -> 0;
        };
    }

    private static double highest(Aggregate aggregate, Metric metric) {
        return switch (aggregate) {
            case AVG, MIN, MAX, LAST, P50, P95, P99 -> metric.highest();
            case SUM, INCREASE, COUNT -> Double.MAX_VALUE;
            case RANGE -> metric.highest() - metric.lowest();
        };
    }

    private static void requireGoodSide(
            TreeReader tree, String key, double threshold, double clear, boolean upward) {
        if (upward ? clear <= threshold : clear >= threshold) {
            return;
        }
        if (tree.has("clear")) {
            tree.refuse("clear", clear + " lies on the wrong side of the threshold " + threshold);
        } else {
            tree.refuse(key, threshold + " lies on the wrong side of the clear value " + clear);
        }
    }

    private static Set<String> keys() {
        Set<String> keys = new HashSet<>(Limits.KEYS);
        keys.addAll(Set.of("metric", "window", "aggregate", "warm_up"));
        return Set.copyOf(keys);
    }
}
