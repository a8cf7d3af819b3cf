package io.hostpulse.stack.client;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

/** A stack trace as Flink answers it. */
public record FlinkTrace(String text) {

    private static final String CAUSE = "Caused by: ";

    /** At the beginning of a trace or of a cause in it, not within a message. */
    private static final Pattern CLASS =
            Pattern.compile("(?m)(?:\\A|^" + CAUSE + ")((?:[a-z]\\w*\\.)+[A-Z][\\w$]*)");

    static FlinkTrace ofErrors(HttpStatusException e) {
        try {
            var errors = JsonHttp.JSON.readTree(e.body()).path("errors");
            return errors.isEmpty()
                    ? new FlinkTrace(e.getMessage())
                    : new FlinkTrace(errors.path(errors.size() - 1).asText());
        } catch (IOException noJson) {
            return new FlinkTrace(e.getMessage());
        }
    }

    /** The full class names of the exception and of its causes, the outermost first. */
    public List<String> classes() {
        List<String> names = new ArrayList<>();
        CLASS.matcher(text).results().forEach(found -> names.add(found.group(1)));
        return names;
    }

    /**
     * The message of the last cause, or of the trace, as the end of a sentence; it may have several
     * lines.
     */
    public String rootCause() {
        List<String> message = new ArrayList<>();
        boolean isInFrames = false;
        for (String line : text.lines().toList()) {
            if (line.startsWith(CAUSE)) {
                message.clear();
                isInFrames = false;
            } else if (line.startsWith("\t")) {
                isInFrames = true;
            }
            if (!isInFrames && !line.endsWith("-->")) {
                message.add(line);
            }
        }
        return message.isEmpty()
                ? "no reason given"
                : String.join("\n", message)
                        .strip()
                        .replaceFirst("^(End of exception on server side>?)", "")
                        .replaceFirst("^(" + CAUSE + ")?([a-z]\\w*\\.)*", "")
                        .replaceFirst("\\.+$", "");
    }
}
