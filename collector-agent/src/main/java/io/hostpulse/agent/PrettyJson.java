package io.hostpulse.agent;

/** Lays JSON text out for people: a member a line, two spaces a level. */
final class PrettyJson {

    private PrettyJson() {}

    /**
     * @param json valid JSON without white space between its parts
     */
    static String format(String json) {
        StringBuilder pretty = new StringBuilder();
        int depth = 0;
        boolean quoted = false;
        for (int i = 0; i < json.length(); i++) {
            char character = json.charAt(i);
            if (quoted) {
                pretty.append(character);
                if (character == '\\') {
                    pretty.append(json.charAt(++i));
                } else {
                    quoted = character != '"';
                }
                continue;
            }
            switch (character) {
                case '{', '[' -> {
                    char next = json.charAt(i + 1);
                    pretty.append(character);
                    if (next == '}' || next == ']') {
                        pretty.append(next);
                        i++;
                    } else {
                        newLine(pretty, ++depth);
                    }
                }
                case '}', ']' -> {
                    newLine(pretty, --depth);
                    pretty.append(character);
                }
                case ',' -> newLine(pretty.append(character), depth);
                case ':' -> pretty.append(": ");
                default -> {
                    quoted = character == '"';
                    pretty.append(character);
                }
            }
        }
        return pretty.toString();
    }

    private static void newLine(StringBuilder pretty, int depth) {
        pretty.append('\n').append("  ".repeat(depth));
    }
}
