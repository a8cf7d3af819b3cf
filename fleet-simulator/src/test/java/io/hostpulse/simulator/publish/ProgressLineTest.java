package io.hostpulse.simulator.publish;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class ProgressLineTest {

    private final ByteArrayOutputStream written = new ByteArrayOutputStream();
    private final PrintStream out = new PrintStream(written, true, UTF_8);

    @Test
    void aTerminalShowsTheNewestProgressInOneLine() {
        try (ProgressLine line = new ProgressLine(out, true)) {
            line.accept(new PublishProgress(200, 0, 200, Duration.ofSeconds(1)));
            line.accept(new PublishProgress(1400, 1, 1200, Duration.ofSeconds(2)));
        }

        assertThat(written.toString(UTF_8))
                .isEqualTo(
                        "\r\u001b[K     1 s  200 records sent, 200/s, 0 failed"
                                + "\r\u001b[K     2 s  1,400 records sent, 1,200/s, 1 failed"
                                + "\r\u001b[K");
    }

    @Test
    void elsewhereALineIsWrittenEveryTenSeconds() {
        try (ProgressLine line = new ProgressLine(out, false)) {
            for (int second = 0; second <= 25; second++) {
                line.accept(new PublishProgress(second, 0, 1, Duration.ofSeconds(second)));
            }
        }

        assertThat(written.toString(UTF_8).lines())
                .containsExactly(
                        "    10 s  10 records sent, 1/s, 0 failed",
                        "    20 s  20 records sent, 1/s, 0 failed");
    }
}
