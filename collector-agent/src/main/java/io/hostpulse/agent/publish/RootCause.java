package io.hostpulse.agent.publish;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What a failure of Kafka's client comes down to: it wraps causes in causes that say nothing. */
public final class RootCause {

    /** Names of types before what the last of them says. */
    private static final Pattern TYPES =
            Pattern.compile("^(?:(?:\\w+\\.)+(\\w+(?:Exception|Error)): )*");

    private RootCause() {}

    public static Throwable of(Throwable failure) {
        Throwable root = failure;
        while (root.getCause() != null && root.getCause() != root) {
            root = root.getCause();
        }
        return root;
    }

    /**
     * Its message in one line, with the name of its type where that is no sentence. Messages of
     * failed logins hold the whole stack trace of their cause.
     */
    public static String message(Throwable failure) {
        Throwable root = of(failure);
        String type = root.getClass().getSimpleName();
        if (root.getMessage() == null || root.getMessage().isBlank()) {
            return type;
        }
        String line = root.getMessage().lines().findFirst().orElseThrow();
        Matcher types = TYPES.matcher(line);
        if (types.find() && types.group(1) != null) {
            type = types.group(1);
            line = line.substring(types.end());
        }
        return line.contains(" ") ? line : type + ": " + line;
    }
}
