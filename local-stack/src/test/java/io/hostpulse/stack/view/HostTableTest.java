package io.hostpulse.stack.view;

import static io.hostpulse.stack.host.KnownHosts.host;
import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

class HostTableTest {

    private static final Instant NOW = Instant.parse("2026-03-01T12:05:03Z");

    @Test
    void hostsAreLinesOfATable() {
        assertThat(
                        HostTable.of(
                                List.of(host("5f2e", "db-1", "stopped"), host("77", "web-1", "up")),
                                NOW,
                                Integer.MAX_VALUE,
                                Terminal.NONE))
                .containsExactly(
                        "HOST   STATE    SINCE  LAST SEEN  AGENT  LABELS              ID",
                        "db-1   stopped  5m 3s      5m 3s  0.1.0  env=prod, role=web  5f2e",
                        "web-1  up       5m 3s      5m 3s  0.1.0  env=prod, role=web  77");
    }

    @Test
    void aNarrowTerminalLeavesOutLabelsFirst() {
        List<String> lines =
                HostTable.of(List.of(host("5f2e", "db-1", "down")), NOW, 45, Terminal.NONE);

        assertThat(lines.get(0)).isEqualTo("HOST  STATE  SINCE  LAST SEEN  AGENT  ID");
        assertThat(lines).allMatch(line -> line.length() <= 45);
    }
}
