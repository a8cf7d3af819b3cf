package io.hostpulse.wire;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class SafeTextTest {

    private static Stream<Arguments> unsafeTexts() {
        return Stream.of(
                Arguments.of("\u001b[2J\u001b[31mroot", "\\u001b[2J\\u001b[31mroot"),
                Arguments.of("\u009b31m", "\\u009b31m"),
                Arguments.of("web-\u202e1-bd", "web-\\u202e1-bd"),
                Arguments.of("web\u200b-1", "web\\u200b-1"),
                Arguments.of("a\u2028b", "a\\u2028b"),
                Arguments.of("a\u0000b\u007fc", "a\\u0000b\\u007fc"),
                Arguments.of("bell\u0007", "bell\\u0007"),
                Arguments.of("\ud800x", "\\ud800x"),
                Arguments.of("tag\udb40\udc41", "tag\\ue0041"));
    }

    @ParameterizedTest
    @MethodSource("unsafeTexts")
    void whatATerminalWouldObeyIsShownByItsCode(String text, String expected) {
        assertThat(SafeText.ofLine(text)).isEqualTo(expected);
        assertThat(SafeText.ofLines(text)).isEqualTo(expected);
    }

    @Test
    void whatPeopleWriteStaysAsItIs() {
        String text = "Büro-Server 7 (Köln) – 東京 🖥 50 %";

        assertThat(SafeText.ofLine(text)).isSameAs(text);
    }

    @Test
    void linesStayLinesWhereThereMayBeSome() {
        assertThat(SafeText.ofLines("a\n\tb\r")).isEqualTo("a\n\tb\\u000d");
        assertThat(SafeText.ofLine("a\n\tb")).isEqualTo("a\\u000a\\u0009b");
    }
}
