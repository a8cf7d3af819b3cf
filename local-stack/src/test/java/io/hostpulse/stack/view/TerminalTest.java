package io.hostpulse.stack.view;

import static org.assertj.core.api.Assertions.assertThat;

import io.hostpulse.stack.view.Terminal.Colour;
import java.util.Map;
import org.junit.jupiter.api.Test;

class TerminalTest {

    private static final Map<String, String> XTERM = Map.of("TERM", "xterm");

    @Test
    void coloursAreForTerminalsOnly() {
        assertThat(Terminal.of(true, XTERM)).isEqualTo(Terminal.COLOUR);
        assertThat(Terminal.of(false, XTERM)).isEqualTo(Terminal.NONE);
        assertThat(Terminal.of(true, Map.of("TERM", "dumb"))).isEqualTo(Terminal.NONE);
    }

    @Test
    void noColorIsHonoured() {
        Terminal terminal = Terminal.of(true, Map.of("TERM", "xterm", "NO_COLOR", "1"));

        assertThat(terminal.paint(Colour.BAD, "text")).isEqualTo("text");
        assertThat(terminal.isChangeable()).isTrue();
        assertThat(Terminal.COLOUR.paint(Colour.BAD, "text")).isEqualTo("\u001b[31mtext\u001b[0m");
    }
}
