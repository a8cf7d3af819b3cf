package io.hostpulse.agent.config;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Replaces references, a dollar sign with a name in braces: the name is that of an environment
 * variable, or {@code file:} and the path of a file, whose last line break is left out. Two dollar
 * signs before a brace stand for one and the brace.
 */
final class References {

    private static final Pattern REFERENCE = Pattern.compile("\\$(\\$\\{)|\\$\\{([^}]*)}");
    private static final Pattern VARIABLE = Pattern.compile("[A-Za-z_][A-Za-z0-9_]*");
    private static final String FILE = "file:";

    private final Map<String, String> environment;
    private final Set<String> used = new HashSet<>();

    References(Map<String, String> environment) {
        this.environment = environment;
    }

    /** A reference that leads nowhere. */
    static final class BrokenReferenceException extends Exception {

        private static final long serialVersionUID = 1L;

        BrokenReferenceException(String message) {
            super(message);
        }
    }

    String resolve(String text) throws BrokenReferenceException {
        Matcher matcher = REFERENCE.matcher(text);
        StringBuilder resolved = new StringBuilder();
        while (matcher.find()) {
            String value = matcher.group(1) != null ? "${" : lookUp(matcher.group(2));
            matcher.appendReplacement(resolved, Matcher.quoteReplacement(value));
        }
        return matcher.appendTail(resolved).toString();
    }

    /** Whether a variable was referred to. */
    boolean use(String variable) {
        return used.contains(variable);
    }

    private String lookUp(String reference) throws BrokenReferenceException {
        if (reference.startsWith(FILE)) {
            return readFile(reference.substring(FILE.length()));
        }
        if (!VARIABLE.matcher(reference).matches()) {
            throw new BrokenReferenceException(
                    "\"${\" begins a reference; give ${NAME}, ${file:/path}, or $${ for the"
                            + " characters themselves");
        }
        used.add(reference);
        String value = environment.get(reference);
        if (value == null) {
            throw new BrokenReferenceException(
                    "the environment variable " + reference + " is not set");
        }
        return value;
    }

    private static String readFile(String path) throws BrokenReferenceException {
        try {
            return Files.readString(Path.of(path)).replaceFirst("\\R\\z", "");
        } catch (IOException | InvalidPathException e) {
            throw new BrokenReferenceException("the file " + path + " cannot be read: " + e);
        }
    }
}
