package io.hostpulse.agent.config;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharsetDecoder;
import java.nio.charset.CoderResult;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The text of a YAML file, and where it has bytes that are not UTF-8 or characters that YAML does
 * not allow. These are replaced, so that the rest can be read for what else is wrong.
 */
record YamlText(String text, List<Fault> faults) {

    /** Nobody reads more of a file that is no text at all. */
    private static final int MOST_FAULTS = 20;

    private static final char REPLACEMENT = '\uFFFD';

    /** After <a href="https://yaml.org/spec/1.2.2/#51-character-set">YAML 1.2</a>. */
    private static final Pattern NOT_PRINTABLE =
            Pattern.compile(
                    "[^\\t\\r\\n\\x20-\\x7E\\x85\\u00A0-\\uD7FF\\uE000-\\uFFFD\\x{10000}-\\x{10FFFF}]");

    /**
     * @param line from 1
     * @param column from 1, in characters
     * @param reason what is wrong, and what to do about it
     */
    record Fault(int line, int column, String reason) {}

    static YamlText read(byte[] bytes) {
        List<Fault> faults = new ArrayList<>();
        StringBuilder text = new StringBuilder();
        CharsetDecoder decoder = UTF_8.newDecoder();
        ByteBuffer rest = ByteBuffer.wrap(bytes);
        CharBuffer characters = CharBuffer.allocate(bytes.length);
        CoderResult result = decoder.decode(rest, characters, true);
        while (result.isError()) {
            text.append(characters.flip());
            characters.clear();
            add(
                    faults,
                    text,
                    "the byte 0x%02X is not UTF-8; save the file in UTF-8"
                            .formatted(rest.get(rest.position())));
            text.append(REPLACEMENT);
            rest.position(rest.position() + result.length());
            result = decoder.reset().decode(rest, characters, true);
        }
        text.append(characters.flip());
        Matcher character = NOT_PRINTABLE.matcher(text);
        while (character.find()) {
            add(
                    faults,
                    text.substring(0, character.start()),
                    "the character U+%04X is not allowed; leave it out"
                            .formatted(character.group().codePointAt(0)));
        }
        return new YamlText(character.replaceAll(String.valueOf(REPLACEMENT)), faults);
    }

    private static void add(List<Fault> faults, CharSequence before, String reason) {
        if (faults.size() < MOST_FAULTS) {
            int line = 1 + (int) before.chars().filter(each -> each == '\n').count();
            int column = before.length() - before.toString().lastIndexOf('\n');
            faults.add(new Fault(line, column, reason));
        }
    }
}
