package io.hostpulse.stack.view;

import static io.hostpulse.stack.host.KnownHosts.host;
import static org.assertj.core.api.Assertions.assertThat;

import io.hostpulse.stack.host.KnownHost;
import io.hostpulse.stack.host.KnownHosts;
import java.time.Duration;
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
                        "HOST   STATE    SINCE  LAST SEEN  CLOCK  AGENT  LABELS              ID",
                        "db-1   stopped  5m 3s      5m 3s     ok  0.1.0  env=prod, role=web  5f2e",
                        "web-1  up       5m 3s      5m 3s     ok  0.1.0  env=prod, role=web  77");
    }

    @Test
    void aHostIsSeenWhenItsSamplesArriveWhateverItsClockSays() {
        Instant seen = NOW.minusSeconds(3);

        assertThat(
                        HostTable.of(
                                List.of(
                                        seen("ahead", seen, Duration.ofMinutes(4)),
                                        seen("behind", seen, Duration.ofDays(-1)),
                                        seen("near", seen, Duration.ofSeconds(-5))),
                                NOW,
                                Integer.MAX_VALUE,
                                Terminal.NONE))
                .extracting(line -> line.substring(0, 39).strip())
                .containsExactly(
                        "HOST    STATE  SINCE  LAST SEEN   CLOCK",
                        "ahead   up        3s         3s  +4m 0s",
                        "behind  up        3s         3s  -1d 0h",
                        "near    up        3s         3s      ok");
    }

    @Test
    void aTimeThatTheJobHasReplacedIsThatOfTheArrival() {
        KnownHost years = KnownHosts.skewed("a", "a", NOW, Duration.ofDays(-9000));
        KnownHost hours = KnownHosts.skewed("b", "b", NOW, Duration.ofHours(2));

        assertThat(List.of(years, hours)).extracting(KnownHost::lastSeen).containsOnly(NOW);
    }

    @Test
    void aNarrowTerminalLeavesOutLabelsFirst() {
        List<String> lines =
                HostTable.of(List.of(host("5f2e", "db-1", "down")), NOW, 52, Terminal.NONE);

        assertThat(lines.get(0)).isEqualTo("HOST  STATE  SINCE  LAST SEEN  CLOCK  AGENT  ID");
        assertThat(lines).allMatch(line -> line.length() <= 52);
    }

    /** A host of which a sample arrived then. */
    private static KnownHost seen(String name, Instant seen, Duration skew) {
        return KnownHosts.skewed(name, name, seen.plus(skew), skew);
    }
}
