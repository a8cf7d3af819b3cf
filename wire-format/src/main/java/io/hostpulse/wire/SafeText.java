package io.hostpulse.wire;

import java.util.Locale;

/**
 * Text from outside, such as names of hosts, as a terminal or a log can show it. Escape sequences
 * would be obeyed, line feeds would forge lines, and marks of direction and characters without
 * width would make other names of it; each is shown by its code instead, such as {@code \u001b}.
 */
public final class SafeText {

    private SafeText() {}

    /** The text in one line. */
    public static String ofLine(String text) {
        return escape(text, "");
    }

    /** The text with its line feeds and tabs. */
    public static String ofLines(String text) {
        return escape(text, "\n\t");
    }

    private static String escape(String text, String allowed) {
        if (text.codePoints().allMatch(character -> isSafe(character, allowed))) {
            return text;
        }
        StringBuilder safe = new StringBuilder();
        text.codePoints()
                .forEach(
                        character -> {
                            if (isSafe(character, allowed)) {
                                safe.appendCodePoint(character);
                            } else {
                                safe.append(String.format(Locale.ROOT, "\\u%04x", character));
                            }
                        });
        return safe.toString();
    }

    private static boolean isSafe(int character, String allowed) {
        return switch (Character.getType(character)) {
            case Character.CONTROL -> allowed.indexOf(character) >= 0;
            case Character.FORMAT,
                    Character.LINE_SEPARATOR,
                    Character.PARAGRAPH_SEPARATOR,
                    Character.SURROGATE,
                    Character.UNASSIGNED ->
                    false;
            default -> true;
        };
    }
}
