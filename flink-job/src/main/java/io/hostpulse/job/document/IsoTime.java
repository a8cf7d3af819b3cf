package io.hostpulse.job.document;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.time.Instant;
import java.time.LocalDate;

/** Times as ISO 8601 in UTC, for documents of which there are many a second. */
final class IsoTime {

    /** Long enough for every time. */
    static final int MAX_LENGTH = 40;

    private static final long DAY_MILLIS = 86_400_000;
    private static final byte[] SHAPE = "0000-00-00T00:00:00.".getBytes(US_ASCII);

    private IsoTime() {}

    /**
     * Writes the same as {@link Instant#toString} of that time.
     *
     * @return where the text ends in {@code out}
     */
    static int write(long millis, byte[] out, int at) {
        LocalDate day = LocalDate.ofEpochDay(Math.floorDiv(millis, DAY_MILLIS));
        if (day.getYear() < 1000 || day.getYear() > 9999) {
            byte[] text = Instant.ofEpochMilli(millis).toString().getBytes(US_ASCII);
            System.arraycopy(text, 0, out, at, text.length);
            return at + text.length;
        }
        int ofDay = (int) Math.floorMod(millis, DAY_MILLIS);
        int seconds = ofDay / 1000;
        System.arraycopy(SHAPE, 0, out, at, SHAPE.length);
        Decimal.writePair(day.getYear() / 100, out, at);
        Decimal.writePair(day.getYear() % 100, out, at + 2);
        Decimal.writePair(day.getMonthValue(), out, at + 5);
        Decimal.writePair(day.getDayOfMonth(), out, at + 8);
        Decimal.writePair(seconds / 3600, out, at + 11);
        Decimal.writePair(seconds / 60 % 60, out, at + 14);
        Decimal.writePair(seconds % 60, out, at + 17);
        int end = at + SHAPE.length - 1;
        if (ofDay % 1000 != 0) {
            out[end + 1] = (byte) ('0' + ofDay % 1000 / 100);
            Decimal.writePair(ofDay % 100, out, end + 2);
            end += 4;
        }
        out[end] = 'Z';
        return end + 1;
    }
}
