package io.hostpulse.wire;

import java.util.OptionalDouble;
import java.util.regex.Pattern;

/**
 * Numbers as people write them in options and files: {@code 50}, {@code -0.5}, {@code .5}, {@code
 * 1.5e6}. Java's parser takes {@code 50d}, {@code 0x1p3}, {@code NaN} and {@code Infinity} as well,
 * of which each is likelier to be a mistake than meant.
 */
public final class DecimalNumber {

    private static final Pattern FORM =
            Pattern.compile("-?(?:[0-9]+(?:\\.[0-9]*)?|\\.[0-9]+)(?:[eE][-+]?[0-9]+)?");

    private DecimalNumber() {}

    /** The number, empty if {@code text} is none or one that no double is near to. */
    public static OptionalDouble parse(String text) {
        if (!FORM.matcher(text).matches()) {
            return OptionalDouble.empty();
        }
        double value = Double.parseDouble(text);
        return Double.isInfinite(value) ? OptionalDouble.empty() : OptionalDouble.of(value);
    }
}
