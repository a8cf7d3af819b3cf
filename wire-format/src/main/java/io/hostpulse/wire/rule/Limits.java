package io.hostpulse.wire.rule;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * What an object says of the threshold of a condition.
 *
 * @param key under which the threshold stands, such as {@code at_least} or {@code deviates}
 * @param threshold in the unit of the metric, or standard deviations
 */
record Limits(Optional<String> key, OptionalDouble threshold, OptionalDouble clear) {

    static final String DEVIATES = "deviates";

    /** All keys under which a threshold can stand. */
    static final List<String> THRESHOLD_KEYS =
            Stream.concat(
                            Arrays.stream(Comparison.values()).map(Comparison::label),
                            Stream.of(DEVIATES))
                    .toList();

    /** All keys of limits. */
    static final Set<String> KEYS =
            Set.copyOf(Stream.concat(THRESHOLD_KEYS.stream(), Stream.of("clear")).toList());

    private static final Pattern SIGMAS = Pattern.compile("(\\d{1,3}(?:\\.\\d{1,6})?) ?sigma");

    /** Reads a threshold that must be there. */
    static Limits readRequired(TreeReader tree) {
        List<String> keys = THRESHOLD_KEYS.stream().filter(tree::has).toList();
        if (keys.isEmpty()) {
            tree.refuse("needs one of above, at_least, below, at_most and deviates");
            return new Limits(Optional.empty(), OptionalDouble.empty(), OptionalDouble.empty());
        }
        keys.stream()
                .skip(1)
                .forEach(
                        key ->
                                tree.refuse(
                                        key,
                                        "the condition has '%s' already; a condition has one threshold, write two conditions under 'all' or 'any' for two"
                                                .formatted(keys.get(0))));
        return readUnder(tree, keys.get(0));
    }

    /** Reads limits of a condition whose threshold stands under {@code key}, other keys refused. */
    static Limits read(TreeReader tree, String key) {
        THRESHOLD_KEYS.stream()
                .filter(other -> !other.equals(key) && tree.has(other))
                .forEach(
                        other ->
                                tree.refuse(other, "the rule's first condition has '" + key + "'"));
        return readUnder(tree, key);
    }

    private static Limits readUnder(TreeReader tree, String key) {
        boolean inSigmas = key.equals(DEVIATES);
        return new Limits(
                Optional.of(key),
                inSigmas ? readSigmas(tree, key) : tree.readNumber(key),
                inSigmas ? readSigmas(tree, "clear") : tree.readNumber("clear"));
    }

    /** The key under which the threshold of {@code condition} stands. */
    static String keyOf(Condition condition) {
        if (condition instanceof Threshold threshold) {
            return threshold.comparison().label();
        }
        return DEVIATES;
    }

    private static OptionalDouble readSigmas(TreeReader tree, String key) {
        Optional<String> text = tree.readWord(key);
        if (text.isEmpty()) {
            return OptionalDouble.empty();
        }
        Matcher sigmas = SIGMAS.matcher(text.get());
        if (!sigmas.matches() || Double.parseDouble(sigmas.group(1)) == 0) {
            tree.refuse(key, "'" + text.get() + "' is no distance; write such as 4 sigma");
            return OptionalDouble.empty();
        }
        return OptionalDouble.of(Double.parseDouble(sigmas.group(1)));
    }
}
