package io.hostpulse.stack.view;

import java.time.Duration;
import java.util.Locale;
import java.util.OptionalDouble;

/** Numbers as people read them, in few characters. */
final class Units {

    private static final String ABSENT = "-";
    private static final String[] BINARY_PREFIXES = {"", "K", "M", "G", "T", "P"};

    private Units() {}

    /** {@code 0.123} as {@code 12.3%}. */
    static String percent(OptionalDouble ratio) {
        return ratio.isPresent() ? format("%.1f%%", ratio.getAsDouble() * 100) : ABSENT;
    }

    static String decimal(OptionalDouble number) {
        return number.isPresent() ? format("%.2f", number.getAsDouble()) : ABSENT;
    }

    static String bytes(OptionalDouble bytes) {
        return bytes.isPresent() ? bytes(bytes.getAsDouble()) : ABSENT;
    }

    /** In units of 1024: {@code 512}, {@code 1.5K}, {@code 340M}. */
    static String bytes(double bytes) {
        int prefix = 0;
        double value = bytes;
        while (value >= 999.5 && prefix < BINARY_PREFIXES.length - 1) {
            value /= 1024;
            prefix++;
        }
        String number = prefix > 0 && value < 9.95 ? format("%.1f", value) : format("%.0f", value);
        return number + BINARY_PREFIXES[prefix];
    }

    /** The two largest units: {@code 3s}, {@code 2m 5s}, {@code 4h 0m}, {@code 3d 2h}. */
    static String time(Duration time) {
        long seconds = Math.max(0, time.toSeconds());
        if (seconds < 60) {
            return seconds + "s";
        }
        if (seconds < 3600) {
            return seconds / 60 + "m " + seconds % 60 + "s";
        }
        if (seconds < 86_400) {
            return seconds / 3600 + "h " + seconds % 3600 / 60 + "m";
        }
        return seconds / 86_400 + "d " + seconds % 86_400 / 3600 + "h";
    }

    private static String format(String format, double number) {
        return String.format(Locale.ROOT, format, number);
    }
}
