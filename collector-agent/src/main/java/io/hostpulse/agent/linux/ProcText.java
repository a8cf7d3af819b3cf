package io.hostpulse.agent.linux;

import io.hostpulse.agent.read.LenientText;
import java.io.File;
import java.io.FileInputStream;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.util.Arrays;

/**
 * Walks over the lines and words of a kernel text file. The buffer is used again for the next file,
 * since these files are read every second; not for use by several threads.
 */
final class ProcText {

    private byte[] bytes = new byte[4096];
    private int length;
    private int lineStart;
    private int lineEnd;
    private int position;
    private File file = new File("");

    /** Reads {@code file} and stands before its first line. */
    ProcText load(File file) throws IOException {
        this.file = file;
        length = 0;
        try (FileInputStream input = new FileInputStream(file)) {
            int count;
            while ((count = input.read(bytes, length, bytes.length - length)) >= 0) {
                length += count;
                if (length == bytes.length) {
                    bytes = Arrays.copyOf(bytes, 2 * length);
                }
            }
        }
        lineEnd = -1;
        return this;
    }

    /**
     * Reads {@code kept}, a short file, from its start, and stands before its first line.
     *
     * @throws IOException if what it tells of is gone
     */
    ProcText load(RandomAccessFile kept) throws IOException {
        kept.seek(0);
        length = Math.max(0, kept.read(bytes, 0, bytes.length));
        lineEnd = -1;
        return this;
    }

    /** Goes to the next line, unless there is none. */
    boolean nextLine() {
        if (lineEnd >= length || length == 0) {
            return false;
        }
        lineStart = lineEnd + 1;
        position = lineStart;
        if (lineStart >= length) {
            return false;
        }
        lineEnd = lineStart;
        while (lineEnd < length && bytes[lineEnd] != '\n') {
            lineEnd++;
        }
        return true;
    }

    /** Whether what follows in the line begins with {@code text}. */
    boolean at(String text) {
        if (position + text.length() > lineEnd) {
            return false;
        }
        for (int i = 0; i < text.length(); i++) {
            if (bytes[position + i] != text.charAt(i)) {
                return false;
            }
        }
        return true;
    }

    /** The next word of the line, empty at its end. */
    String word() {
        skipSpaces();
        int start = position;
        while (position < lineEnd && !isSpace(bytes[position])) {
            position++;
        }
        return text(start, position);
    }

    /** The next word where exactly one space stands between words; empty between two spaces. */
    String field() {
        int start = Math.min(position + 1, lineEnd);
        position = start;
        while (position < lineEnd && bytes[position] != ' ') {
            position++;
        }
        return text(start, position);
    }

    /** What stands between here and {@code end}, without spaces around it; goes past the end. */
    String until(char end) throws IOException {
        skipSpaces();
        int start = position;
        while (position < lineEnd && bytes[position] != end) {
            position++;
        }
        if (position == lineEnd) {
            throw malformed("'" + end + "'");
        }
        int last = position++;
        while (last > start && isSpace(bytes[last - 1])) {
            last--;
        }
        return text(start, last);
    }

    /**
     * What stands between the first ( and the last ) of the whole file, line breaks included, for a
     * user may choose every byte of it; what follows is the current line.
     */
    String parenthesized() throws IOException {
        lineStart = 0;
        lineEnd = length;
        int open = 0;
        while (open < length && bytes[open] != '(') {
            open++;
        }
        int close = length - 1;
        while (close > open && bytes[close] != ')') {
            close--;
        }
        if (close <= open) {
            throw malformed("a name in parentheses");
        }
        position = close + 1;
        return text(open + 1, close);
    }

    /** Goes past {@code text}, which follows. */
    ProcText past(String text) {
        position += text.length();
        return this;
    }

    ProcText skip(int words) {
        for (int i = 0; i < words; i++) {
            skipSpaces();
            while (position < lineEnd && !isSpace(bytes[position])) {
                position++;
            }
        }
        return this;
    }

    /**
     * The whole number that is the next word; what follows its digits in the word is passed over.
     */
    long number() throws IOException {
        skipSpaces();
        int start = position;
        boolean negative = position < lineEnd && bytes[position] == '-';
        if (negative) {
            position++;
            start++;
        }
        long value = 0;
        while (position < lineEnd && bytes[position] >= '0' && bytes[position] <= '9') {
            value = 10 * value + (bytes[position++] - '0');
        }
        if (position == start) {
            throw malformed("a number");
        }
        while (position < lineEnd && !isSpace(bytes[position])) {
            position++;
        }
        return negative ? -value : value;
    }

    /** The number that is the next word, with or without a fraction. */
    double decimal() throws IOException {
        String word = word();
        try {
            return Double.parseDouble(word);
        } catch (NumberFormatException e) {
            throw malformed("a number instead of \"" + word + "\"");
        }
    }

    boolean atEndOfLine() {
        skipSpaces();
        return position >= lineEnd;
    }

    /** Everything that was read. */
    byte[] content() {
        return Arrays.copyOf(bytes, length);
    }

    private void skipSpaces() {
        while (position < lineEnd && isSpace(bytes[position])) {
            position++;
        }
    }

    private static boolean isSpace(byte character) {
        return character == ' ' || character == '\t';
    }

    private String text(int start, int end) {
        return LenientText.decode(bytes, start, end - start);
    }

    private IOException malformed(String expected) {
        String line = text(lineStart, Math.max(lineStart, lineEnd));
        return new IOException(file + ": " + expected + " was expected in \"" + line + "\"");
    }
}
