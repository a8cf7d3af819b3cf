package io.hostpulse.wire;

import java.time.Duration;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Durations as people write them in rules, options and settings: {@code 500ms}, {@code 10s}, {@code
 * 5m}, {@code 2h30m}, {@code 7d}.
 */
public final class HumanDuration {

    private static final Pattern FORM =
            Pattern.compile(
                    "(?!$)(?:(\\d{1,18})d)?(?:(\\d{1,18})h)?(?:(\\d{1,18})m)?"
                            + "(?:(\\d{1,18})s)?(?:(\\d{1,18})ms)?");

    /** In the order of the groups of {@link #FORM}. */
    private static final String[] UNITS = {"d", "h", "m", "s", "ms"};

    private static final long[] MILLIS_IN_UNIT = {86_400_000, 3_600_000, 60_000, 1000, 1};

    private HumanDuration() {}

    /**
     * Reads whole numbers with their units, the largest unit first and none twice.
     *
     * @throws IllegalArgumentException if {@code text} is anything else, or more milliseconds than
     *     a long holds
     */
    public static Duration parse(String text) {
        Matcher form = FORM.matcher(text.strip());
        if (!form.matches()) {
            throw new IllegalArgumentException(
                    "'"
                            + text
                            + "' is no duration; write whole numbers with d, h, m, s or ms, such as"
                            + " 10s or 2h30m");
        }
        try {
            long millis = 0;
            for (int unit = 0; unit < UNITS.length; unit++) {
                String number = form.group(unit + 1);
                if (number != null) {
                    millis =
                            Math.addExact(
                                    millis,
                                    Math.multiplyExact(
                                            Long.parseLong(number), MILLIS_IN_UNIT[unit]));
                }
            }
            return Duration.ofMillis(millis);
        } catch (ArithmeticException e) {
            throw new IllegalArgumentException(
                    "'"
                            + text
                            + "' is too long; at most "
                            + Long.MAX_VALUE / MILLIS_IN_UNIT[0]
                            + "d are allowed",
                    e);
        }
    }

    /**
     * The one form that {@link #parse} reads as the same duration and in which every number is less
     * than one of the next larger unit, such as {@code 1m30s} or {@code 1h}. Parts of a millisecond
     * are left out. A negative duration has a minus sign, which {@code parse} refuses.
     */
    public static String format(Duration duration) {
        long rest = duration.toMillis();
        if (rest == 0) {
            return "0s";
        }
        StringBuilder text = new StringBuilder(rest < 0 ? "-" : "");
        for (int unit = 0; unit < UNITS.length; unit++) {
            long number = Math.abs(rest / MILLIS_IN_UNIT[unit]);
            rest %= MILLIS_IN_UNIT[unit];
            if (number > 0) {
                text.append(number).append(UNITS[unit]);
            }
        }
        return text.toString();
    }

    /** For people to read, to the second, such as {@code 1d 2h 3s}. Not negative. */
    public static String spell(Duration duration) {
        return format(Duration.ofSeconds(duration.toSeconds())).replaceAll("([dhm])(?=.)", "$1 ");
    }
}
