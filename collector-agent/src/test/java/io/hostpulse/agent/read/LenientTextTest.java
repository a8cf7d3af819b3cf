package io.hostpulse.agent.read;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class LenientTextTest {

    @Test
    void utf8IsReadAsItIs() {
        assertThat(decode("a\nü€😀\ufffd".getBytes(UTF_8))).isEqualTo("a\nü€😀\ufffd");
    }

    @Test
    void bytesThatAreNoUtf8AreWrittenInHexadecimal() {
        assertThat(decode("a\u00ffb\u00c3".getBytes(ISO_8859_1))).isEqualTo("a\\xffb\\xc3");
        assertThat(decode("\u00f0\u009f\u0098".getBytes(ISO_8859_1))).isEqualTo("\\xf0\\x9f\\x98");
        assertThat(decode("\u00ed\u00a0\u0080".getBytes(ISO_8859_1))).isEqualTo("\\xed\\xa0\\x80");
        assertThat(decode("ü\u0000".getBytes(UTF_8))).isEqualTo("ü\u0000");
    }

    @Test
    void aPartOfTheBytesIsRead() {
        assertThat(LenientText.decode("xxü\u00ffx".getBytes(ISO_8859_1), 2, 2))
                .isEqualTo("\\xfc\\xff");
        assertThat(LenientText.decode(new byte[0], 0, 0)).isEmpty();
    }

    private static String decode(byte[] bytes) {
        return LenientText.decode(bytes, 0, bytes.length);
    }
}
