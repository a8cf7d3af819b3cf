package io.hostpulse.stack.rule;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The text of a file of rules, and the lines with bytes that are not UTF-8 or characters that YAML
 * does not allow. These are replaced, so that the rest can be read for what else is wrong.
 */
public record RuleText(String text, List<Fault> faults) {

    private static final String BYTE_ORDER_MARK = "\uFEFF";

    /** After <a href="https://yaml.org/spec/1.2.2/#51-character-set">YAML 1.2</a>. */
    private static final Pattern NOT_PRINTABLE =
            Pattern.compile(
                    "[^\\t\\r\\n\\x20-\\x7E\\x85\\u00A0-\\uD7FF\\uE000-\\uFFFD\\x{10000}-\\x{10FFFF}]");

    private static final Pattern KEY =
            Pattern.compile("[\\s-]*[{\\[]?\\s*([A-Za-z_][\\w.-]*)\\s*:.*");

    /** How many lines of a file that is no text at all are named. */
    private static final int MOST_FAULTS = 20;

    public RuleText {
        faults = List.copyOf(faults);
    }

    public static RuleText read(byte[] bytes) {
        List<Fault> faults = new ArrayList<>();
        StringBuilder text = new StringBuilder();
        int number = 0;
        for (byte[] line : lines(bytes)) {
            number++;
            text.append(repair(line, number, faults));
        }
        return new RuleText(
                text.toString(),
                faults.size() <= MOST_FAULTS ? faults : faults.subList(0, MOST_FAULTS));
    }

    /** The key that {@code line} gives a value; empty if none is to be seen. */
    static String keyOf(String line) {
        Matcher key = KEY.matcher(line.strip());
        return key.matches() ? key.group(1) : "";
    }

    private static String repair(byte[] bytes, int number, List<Fault> faults) {
        String line = new String(bytes, UTF_8);
        if (number == 1 && line.startsWith(BYTE_ORDER_MARK)) {
            line = line.substring(1);
        }
        String key = keyOf(line);
        ByteBuffer rest = ByteBuffer.wrap(bytes);
        try {
            UTF_8.newDecoder().decode(rest);
        } catch (CharacterCodingException e) {
            faults.add(
                    Fault.of(
                            number,
                            key,
                            "the byte 0x%02X is not UTF-8; save the file in UTF-8"
                                    .formatted(rest.get(rest.position()))));
            return line;
        }
        Matcher character = NOT_PRINTABLE.matcher(line);
        if (character.find()) {
            faults.add(
                    Fault.of(
                            number,
                            key,
                            "the character U+%04X is not allowed; leave it out, or write it as \\x%02X in double quotes"
                                    .formatted(
                                            character.group().codePointAt(0),
                                            character.group().codePointAt(0))));
            return character.replaceAll(" ");
        }
        return line;
    }

    /** The lines with their ends. */
    private static List<byte[]> lines(byte[] bytes) {
        List<byte[]> lines = new ArrayList<>();
        int start = 0;
        for (int i = 0; i < bytes.length; i++) {
            if (bytes[i] == '\n' || i == bytes.length - 1) {
                lines.add(Arrays.copyOfRange(bytes, start, i + 1));
                start = i + 1;
            }
        }
        return lines;
    }
}
