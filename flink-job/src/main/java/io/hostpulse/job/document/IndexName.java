package io.hostpulse.job.document;

import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;

/** Indices by the time that a document is about, in UTC, so that writing it again finds it. */
public enum IndexName {
    /** One dash only before the date: {@code metrics-*-*} would make a data stream of it. */
    SAMPLES("metrics-hostpulse.samples.", "yyyy.MM.dd"),
    WINDOWS("hostpulse-windows-", "yyyy.MM.dd"),
    ALERTS("hostpulse-alerts-", "yyyy.MM"),
    ALERT_HISTORY("hostpulse-alert-history-", "yyyy.MM"),
    HOSTS("hostpulse-hosts", ""),
    DEAD_LETTERS("hostpulse-dead-letters-", "yyyy.MM.dd");

    private final String prefix;
    private final DateTimeFormatter date;

    IndexName(String prefix, String datePattern) {
        this.prefix = prefix;
        this.date =
                datePattern.isEmpty()
                        ? null
                        : DateTimeFormatter.ofPattern(datePattern).withZone(ZoneOffset.UTC);
    }

    /** The index of a document about {@code millis}, milliseconds since 1970. */
    public String at(long millis) {
        return date == null ? prefix : prefix + date.format(Instant.ofEpochMilli(millis));
    }

    /** Whether {@code index} is one of this kind. */
    public boolean isNameOf(String index) {
        return date == null ? index.equals(prefix) : index.startsWith(prefix);
    }

    /**
     * Whether the server can read an index's age from its name: a dash, and the day. It refuses to
     * create indices of other names, if told to read them.
     */
    boolean endsInDayAfterDash() {
        return date != null && prefix.endsWith("-") && at(0).endsWith("-1970.01.01");
    }

    /** Matches every index of this kind. */
    public String pattern() {
        return date == null ? prefix : prefix + "*";
    }
}
