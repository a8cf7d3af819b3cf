package io.hostpulse.agent.read;

import java.util.List;

/**
 * Which things of a kind to read, by name.
 *
 * @param include when not empty, these take the place of what is read by default
 * @param exclude never read, whatever else says so
 */
public record NameFilter(List<Glob> include, List<Glob> exclude) {

    /** What is read by default, and nothing else. */
    public static final NameFilter DEFAULT = new NameFilter(List.of(), List.of());

    public NameFilter {
        include = List.copyOf(include);
        exclude = List.copyOf(exclude);
    }

    /** Whether it says itself what to read. */
    public boolean replacesDefault() {
        return !include.isEmpty();
    }

    /**
     * @param byDefault whether the thing is read when nothing is said
     */
    public boolean selects(String name, boolean byDefault) {
        return !excludes(name) && (replacesDefault() ? includes(name) : byDefault);
    }

    boolean includes(String name) {
        return anyMatches(include, name);
    }

    boolean excludes(String name) {
        return anyMatches(exclude, name);
    }

    private static boolean anyMatches(List<Glob> globs, String name) {
        for (Glob glob : globs) {
            if (glob.matches(name)) {
                return true;
            }
        }
        return false;
    }
}
