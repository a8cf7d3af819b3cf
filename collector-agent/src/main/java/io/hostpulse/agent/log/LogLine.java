package io.hostpulse.agent.log;

import io.hostpulse.wire.SafeText;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import org.slf4j.event.Level;

/**
 * One event. Secrets are hidden before anything is escaped, as that would break them up.
 *
 * @param failure null when there is none
 */
record LogLine(
        OffsetDateTime time,
        Level level,
        String logger,
        String thread,
        String message,
        Throwable failure) {

    String text(DateTimeFormatter timeFormat) {
        String shortName = logger.substring(logger.lastIndexOf('.') + 1);
        String line =
                timeFormat.format(time)
                        + " "
                        + level
                        + " "
                        + shortName
                        + " - "
                        + SafeText.ofLine(Secrets.hide(message));
        return failure == null
                ? line
                : line
                        + System.lineSeparator()
                        + SafeText.ofLines(Secrets.hide(stackTrace().stripTrailing()));
    }

    /**
     * Names of the <a href="https://www.elastic.co/guide/en/ecs/current/ecs-field-reference.html">
     * Elastic Common Schema</a>.
     */
    String json() {
        StringBuilder json = new StringBuilder("{");
        add(json, "@timestamp", time.withOffsetSameInstant(ZoneOffset.UTC).toInstant().toString());
        add(json, "log.level", level.name().toLowerCase(Locale.ROOT));
        add(json, "log.logger", logger);
        add(json, "process.thread.name", thread);
        add(json, "message", message);
        if (failure != null) {
            add(json, "error.type", failure.getClass().getName());
            add(json, "error.message", String.valueOf(failure.getMessage()));
            add(json, "error.stack_trace", stackTrace());
        }
        add(json, "ecs.version", "8.11.0");
        return json.append('}').toString();
    }

    private String stackTrace() {
        StringWriter trace = new StringWriter();
        failure.printStackTrace(new PrintWriter(trace));
        return trace.toString();
    }

    private static void add(StringBuilder json, String name, String value) {
        if (json.length() > 1) {
            json.append(',');
        }
        quote(json, name);
        json.append(':');
        quote(json, Secrets.hide(value));
    }

    private static void quote(StringBuilder json, String text) {
        json.append('"');
        for (int i = 0; i < text.length(); i++) {
            char character = text.charAt(i);
            switch (character) {
                case '"', '\\' -> json.append('\\').append(character);
                case '\n' -> json.append("\\n");
                case '\r' -> json.append("\\r");
                case '\t' -> json.append("\\t");
                default -> {
                    if (character < ' ') {
                        json.append(String.format("\\u%04x", (int) character));
                    } else {
                        json.append(character);
                    }
                }
            }
        }
        json.append('"');
    }
}
