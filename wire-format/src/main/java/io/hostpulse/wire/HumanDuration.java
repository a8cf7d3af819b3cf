package io.hostpulse.wire;

import java.time.Duration;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Durations as people write them in rules and options: {@code 500ms}, {@code 10s}, {@code 5m},
 * {@code 1h}, {@code 7d}.
 */
public final class HumanDuration {

    private static final Pattern FORM = Pattern.compile("(\\d{1,18})(ms|s|m|h|d)");

    private HumanDuration() {}

    /**
     * Reads a whole number with a unit.
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
                            + "' is no duration; write a whole number with ms, s, m, h or d, such as 10s");
        }
        try {
            return Duration.ofMillis(
                    Math.multiplyExact(
                            Long.parseLong(form.group(1)), millisecondsIn(form.group(2))));
        } catch (ArithmeticException e) {
            throw new IllegalArgumentException(
                    "'"
                            + text
                            + "' is too long; at most "
                            + Long.MAX_VALUE / millisecondsIn("d")
                            + "d are allowed",
                    e);
        }
    }

    /**
     * The shortest form that {@link #parse} reads as the same duration, such as {@code 90s} or
     * {@code 1h}. Parts of a millisecond are left out. A negative duration has a minus sign, which
     * {@code parse} refuses.
     */
    public static String format(Duration duration) {
        long millis = duration.toMillis();
        if (millis == 0) {
            return "0s";
        }
        if (millis % 1000 != 0) {
            return millis + "ms";
        }
        long seconds = millis / 1000;
        if (seconds % 86_400 == 0) {
            return seconds / 86_400 + "d";
        }
        if (seconds % 3600 == 0) {
            return seconds / 3600 + "h";
        }
        return seconds % 60 == 0 ? seconds / 60 + "m" : seconds + "s";
    }

    /** For people to read, to the second, such as {@code 1h 2m 3s}. Not negative. */
    public static String spell(Duration duration) {
        Duration seconds = Duration.ofSeconds(duration.toSeconds());
        return seconds.toString()
                .substring(2)
                .toLowerCase(Locale.ROOT)
                .replaceAll("([hm])(?=.)", "$1 ");
    }

    private static long millisecondsIn(String unit) {
        return switch (unit) {
            case "ms" -> 1;
            case "s" -> 1000;
            case "m" -> 60_000;
            case "h" -> 3_600_000;
            case "d" -> 86_400_000;
            default -> throw new IllegalStateException(unit);
        };
    }
}
