package io.hostpulse.job.document;

import java.time.Instant;
import java.time.LocalDate;

/** Times as ISO 8601 in UTC, for documents of which there are many a second. */
final class IsoTime {

    private static final long DAY_SECONDS = 86_400;

    private IsoTime() {}

    /** The same as {@link Instant#toString} of that time. */
    static String of(long millis) {
        if (millis % 1000 != 0) {
            return Instant.ofEpochMilli(millis).toString();
        }
        long seconds = millis / 1000;
        LocalDate day = LocalDate.ofEpochDay(Math.floorDiv(seconds, DAY_SECONDS));
        if (day.getYear() < 1000 || day.getYear() > 9999) {
            return Instant.ofEpochMilli(millis).toString();
        }
        int ofDay = (int) Math.floorMod(seconds, DAY_SECONDS);
        char[] text = "0000-00-00T00:00:00Z".toCharArray();
        putTwo(text, 0, day.getYear() / 100);
        putTwo(text, 2, day.getYear() % 100);
        putTwo(text, 5, day.getMonthValue());
        putTwo(text, 8, day.getDayOfMonth());
        putTwo(text, 11, ofDay / 3600);
        putTwo(text, 14, ofDay / 60 % 60);
        putTwo(text, 17, ofDay % 60);
        return new String(text);
    }

    private static void putTwo(char[] text, int place, int number) {
        text[place] = (char) ('0' + number / 10);
        text[place + 1] = (char) ('0' + number % 10);
    }
}
