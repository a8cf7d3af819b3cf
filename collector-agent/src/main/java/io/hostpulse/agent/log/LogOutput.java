package io.hostpulse.agent.log;

import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import org.slf4j.event.Level;

/** Writes lines to standard error. */
public final class LogOutput {

    private static final DateTimeFormatter TIME =
            DateTimeFormatter.ofPattern("yyyy-MM-dd'T'HH:mm:ss.SSSXXX");

    private static volatile LogSettings settings = LogSettings.DEFAULT;

    private LogOutput() {}

    /** From now on by {@code changed}. */
    public static void configure(LogSettings changed) {
        settings = changed;
    }

    static boolean includes(String logger, Level level) {
        return settings.includes(logger, level);
    }

    static void write(LogLine line) {
        String text =
                switch (settings.format()) {
                    case TEXT -> line.text(TIME);
                    case JSON -> line.json();
                };
        System.err.println(text);
    }

    static LogLine line(String logger, Level level, String message, Throwable failure) {
        return new LogLine(
                OffsetDateTime.ofInstant(Instant.now(), ZoneId.systemDefault()),
                level,
                logger,
                Thread.currentThread().getName(),
                message,
                failure);
    }
}
