package io.hostpulse.agent.read;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharsetDecoder;
import java.nio.charset.CoderResult;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * Text that ought to be UTF-8, but whose bytes anybody may have chosen: names of processes,
 * interfaces and mount points, host names. A byte that is not UTF-8 becomes {@code \xff}, so that
 * names that differ go on to differ.
 */
public final class LenientText {

    private static final char REPLACEMENT = '\ufffd';

    private LenientText() {}

    /** All of {@code file}. */
    public static String read(Path file) throws IOException {
        byte[] bytes = Files.readAllBytes(file);
        return decode(bytes, 0, bytes.length);
    }

    public static String decode(byte[] bytes, int offset, int length) {
        String text = new String(bytes, offset, length, UTF_8);
        return text.indexOf(REPLACEMENT) < 0 ? text : decodeByteByByte(bytes, offset, length);
    }

    private static String decodeByteByByte(byte[] bytes, int offset, int length) {
        CharsetDecoder decoder = UTF_8.newDecoder();
        ByteBuffer input = ByteBuffer.wrap(bytes, offset, length);
        CharBuffer output = CharBuffer.allocate("\\xff".length() * length);
        CoderResult result = decoder.decode(input, output, true);
        while (result.isMalformed()) {
            for (int i = 0; i < result.length(); i++) {
                output.put(String.format("\\x%02x", input.get()));
            }
            result = decoder.decode(input, output, true);
        }
        return output.flip().toString();
    }
}
