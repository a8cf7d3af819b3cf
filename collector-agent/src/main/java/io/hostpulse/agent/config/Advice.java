package io.hostpulse.agent.config;

import io.hostpulse.agent.config.Layer.KnownKeys;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

/** What somebody may have meant by a key that is none. */
final class Advice {

    /** More places than these say nothing. */
    private static final int MAX_PLACES = 3;

    /** One letter in so many may be wrong. */
    private static final int LETTERS_PER_MISTAKE = 3;

    private Advice() {}

    /** What to write instead of {@code key}. */
    static String forKey(String key, KnownKeys known) {
        Set<String> places = places(key, known);
        if (places.isEmpty()) {
            places = namesakes(key, known);
        }
        if (!places.isEmpty() && places.size() <= MAX_PLACES) {
            return "it belongs at " + String.join(" or ", places);
        }
        return nearest(key, candidates(key, known))
                .map(Advice::didYouMean)
                .orElseGet(() -> "there are " + siblings(key, known));
    }

    static String didYouMean(String word) {
        return "did you mean " + word + "?";
    }

    /** Where the last parts of {@code key}, or all of it, are a setting. */
    private static Set<String> places(String key, KnownKeys known) {
        Set<String> places = new TreeSet<>();
        for (String setting : known.keys()) {
            if (setting.endsWith("." + key) || key.endsWith("." + setting)) {
                places.add(setting);
            }
        }
        known.open()
                .forEach(
                        (section, names) -> {
                            below(key, lastPart(section))
                                    .ifPresent(name -> places.add(section + name));
                            names.stream()
                                    .filter(name -> ("." + key).endsWith("." + name))
                                    .forEach(name -> places.add(section + "." + name));
                        });
        return places;
    }

    /** The settings of other sections that have the name of {@code key}. */
    private static Set<String> namesakes(String key, KnownKeys known) {
        return known.keys().stream()
                .filter(setting -> lastPart(setting).equals(lastPart(key)))
                .collect(Collectors.toCollection(TreeSet::new));
    }

    /** What {@code key} has after a part of that name, with the dot before it. */
    private static Optional<String> below(String key, String part) {
        int at = ("." + key + ".").indexOf("." + part + ".");
        return at < 0 ? Optional.empty() : Optional.of(key.substring(at + part.length()));
    }

    private static String lastPart(String key) {
        return key.substring(key.lastIndexOf('.') + 1);
    }

    private static List<String> candidates(String key, KnownKeys known) {
        List<String> candidates = new ArrayList<>(known.keys());
        String[] parts = key.split("\\.");
        for (Map.Entry<String, Collection<String>> section : known.open().entrySet()) {
            int depth = section.getKey().split("\\.").length;
            if (parts.length > depth) {
                String rest = String.join(".", List.of(parts).subList(depth, parts.length));
                candidates.add(section.getKey() + "." + rest);
            }
        }
        return candidates;
    }

    /** The candidate that is most like {@code word}, unless none is like it; case is no matter. */
    static Optional<String> nearest(String word, Collection<String> candidates) {
        return candidates.stream()
                .filter(candidate -> !candidate.equals(word))
                .min(
                        Comparator.comparingInt((String candidate) -> distance(word, candidate))
                                .thenComparing(Comparator.naturalOrder()))
                .filter(
                        candidate ->
                                distance(word, candidate) * LETTERS_PER_MISTAKE <= word.length());
    }

    /** Letters to change, add and leave out (Levenshtein). */
    private static int distance(String word, String candidate) {
        String from = word.toLowerCase(Locale.ROOT);
        String to = candidate.toLowerCase(Locale.ROOT);
        int[] previous = new int[to.length() + 1];
        for (int j = 0; j <= to.length(); j++) {
            previous[j] = j;
        }
        for (int i = 1; i <= from.length(); i++) {
            int[] current = new int[to.length() + 1];
            current[0] = i;
            for (int j = 1; j <= to.length(); j++) {
                int changed = previous[j - 1] + (from.charAt(i - 1) == to.charAt(j - 1) ? 0 : 1);
                current[j] = Math.min(changed, 1 + Math.min(previous[j], current[j - 1]));
            }
            previous = current;
        }
        return previous[to.length()];
    }

    /** What there is in the section of {@code key}, or in the nearest that exists. */
    static String siblings(String key, KnownKeys known) {
        int dot = key.lastIndexOf('.');
        String section = dot < 0 ? "" : key.substring(0, dot + 1);
        Set<String> names =
                known.keys().stream()
                        .filter(setting -> setting.startsWith(section))
                        .map(setting -> setting.substring(section.length()).split("[.\\[]", 2)[0])
                        .collect(Collectors.toCollection(TreeSet::new));
        if (names.isEmpty() && dot >= 0) {
            return siblings(key.substring(0, dot), known);
        }
        return String.join(", ", names);
    }
}
