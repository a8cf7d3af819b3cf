package io.hostpulse.agent.config;

import io.hostpulse.wire.HumanDuration;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** The ways that values are written in. */
public final class Formats {

    private static final Pattern SIZE = Pattern.compile("(\\d{1,9})(B|KiB|MiB|GiB|TiB)");
    private static final Pattern ADDRESS = Pattern.compile("(\\[[0-9a-fA-F:.]+]|[^\\s:,]+):(\\d+)");

    private Formats() {}

    /** Anything that {@code pattern} matches. */
    public static Format<String> text(Pattern pattern, String allowed) {
        return new Format<>(
                allowed,
                text -> Optional.of(text).filter(value -> pattern.matcher(value).matches()));
    }

    public static Format<Boolean> yesOrNo() {
        return new Format<>(
                "give true or false",
                text ->
                        switch (text) {
                            case "true" -> Optional.of(true);
                            case "false" -> Optional.of(false);
                            default -> Optional.empty();
                        });
    }

    public static Format<Integer> number(int min, int max) {
        return new Format<>(
                "give a number from " + min + " to " + max,
                text -> {
                    try {
                        return Optional.of(Integer.parseInt(text))
                                .filter(number -> number >= min && number <= max);
                    } catch (NumberFormatException e) {
                        return Optional.empty();
                    }
                });
    }

    /**
     * A time with its unit.
     *
     * @param min with {@code max} as the operator would write them
     */
    public static Format<Duration> time(String min, String max, String example) {
        Duration least = parseTime(min).orElseThrow();
        Duration most = parseTime(max).orElseThrow();
        return new Format<>(
                "give a time of " + min + " to " + max + ", such as " + example,
                text ->
                        parseTime(text)
                                .filter(
                                        time ->
                                                time.compareTo(least) >= 0
                                                        && time.compareTo(most) <= 0));
    }

    private static Optional<Duration> parseTime(String text) {
        try {
            return Optional.of(HumanDuration.parse(text));
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }

    /** A size in bytes, with its unit. */
    public static Format<Long> size(String min, String max, String example) {
        long least = parseSize(min).orElseThrow();
        long most = parseSize(max).orElseThrow();
        return new Format<>(
                "give a size of " + min + " to " + max + ", such as " + example,
                text -> parseSize(text).filter(bytes -> bytes >= least && bytes <= most));
    }

    private static Optional<Long> parseSize(String text) {
        Matcher matcher = SIZE.matcher(text);
        if (!matcher.matches()) {
            return Optional.empty();
        }
        int power =
                switch (matcher.group(2)) {
                    case "B" -> 0;
                    case "KiB" -> 1;
                    case "MiB" -> 2;
                    case "GiB" -> 3;
                    default -> 4;
                };
        return Optional.of(Long.parseLong(matcher.group(1)) << (10 * power));
    }

    public static Format<Path> directory() {
        return new Format<>(
                "give a directory",
                text -> {
                    try {
                        return Optional.of(Path.of(text));
                    } catch (InvalidPathException e) {
                        return Optional.empty();
                    }
                });
    }

    /** One of the names of {@code type}, in lower case. */
    public static <E extends Enum<E>> Format<E> oneOf(Class<E> type) {
        String names =
                Arrays.stream(type.getEnumConstants())
                        .map(Formats::nameOf)
                        .collect(Collectors.joining(", "));
        return new Format<>(
                "give one of " + names,
                text ->
                        Arrays.stream(type.getEnumConstants())
                                .filter(constant -> nameOf(constant).equals(text))
                                .findFirst());
    }

    private static String nameOf(Enum<?> constant) {
        return constant.name().toLowerCase(Locale.ROOT);
    }

    /** {@code host:port}, an IPv6 address in brackets. */
    public static Format<String> address() {
        return new Format<>(
                "give host:port",
                text -> {
                    Matcher matcher = ADDRESS.matcher(text);
                    return Optional.of(text)
                            .filter(value -> matcher.matches() && isPort(matcher.group(2)));
                });
    }

    private static boolean isPort(String digits) {
        return digits.length() <= 5
                && Integer.parseInt(digits) >= 1
                && Integer.parseInt(digits) <= 65535;
    }
}
