package io.hostpulse.wire.rule;

import java.util.Collection;
import java.util.Comparator;
import java.util.List;

/** Names that somebody may have meant who misspelt one. */
public final class NearestNames {

    private NearestNames() {}

    /**
     * At most that many of the known names, those first that take the fewest changes of a character
     * (<a href="https://en.wikipedia.org/wiki/Levenshtein_distance">Levenshtein</a>). Names that
     * have next to nothing in common with it are left out.
     */
    public static List<String> of(String name, Collection<String> known, int limit) {
        record Near(String name, int distance) {}
        return known.stream()
                .map(other -> new Near(other, distance(name, other)))
                .filter(near -> isNear(name, near.name(), near.distance()))
                .sorted(Comparator.comparingInt(Near::distance).thenComparing(Near::name))
                .limit(limit)
                .map(Near::name)
                .toList();
    }

    private static boolean isNear(String name, String other, int distance) {
        boolean contained = name.length() >= 3 && other.contains(name);
        return contained || distance <= Math.max(1, Math.max(name.length(), other.length()) / 3);
    }

    private static int distance(String one, String other) {
        int[] row = new int[other.length() + 1];
        for (int column = 0; column <= other.length(); column++) {
            row[column] = column;
        }
        for (int line = 1; line <= one.length(); line++) {
            int diagonal = row[0];
            row[0] = line;
            for (int column = 1; column <= other.length(); column++) {
                int change = one.charAt(line - 1) == other.charAt(column - 1) ? 0 : 1;
                int best = Math.min(diagonal + change, Math.min(row[column], row[column - 1]) + 1);
                diagonal = row[column];
                row[column] = best;
            }
        }
        return row[other.length()];
    }
}
