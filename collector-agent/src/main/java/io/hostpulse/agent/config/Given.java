package io.hostpulse.agent.config;

/**
 * A value as somebody gave it.
 *
 * @param text references to the environment and to files not yet replaced
 * @param origin where it was given, such as {@code agent.yaml:12: interval} or {@code --interval}
 * @param source who gave it
 */
public record Given(String text, String origin, Source source) {

    /** Who gives settings; a later one goes before an earlier one. */
    public enum Source {
        FILE,
        ENVIRONMENT,
        FLAG
    }

    /** Whether this one goes before {@code other}. */
    public boolean outranks(Given other) {
        return source.compareTo(other.source) > 0;
    }
}
