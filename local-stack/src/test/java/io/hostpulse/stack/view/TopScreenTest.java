package io.hostpulse.stack.view;

import static org.assertj.core.api.Assertions.assertThat;

import io.hostpulse.stack.host.HostClock;
import io.hostpulse.stack.view.FleetView.AlertRow;
import io.hostpulse.stack.view.FleetView.HostRow;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.OptionalDouble;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TopScreenTest {

    private static final Instant NOW = Instant.parse("2026-03-01T12:00:00Z");
    private static final FleetView FLEET =
            new FleetView(
                    NOW,
                    List.of(host("web-1", "up", 0.931), silentHost("db-1")),
                    2,
                    List.of(
                            new AlertRow(
                                    "critical",
                                    "Sustained CPU load",
                                    "web-1",
                                    "firing",
                                    OptionalDouble.of(0.95),
                                    OptionalDouble.of(0.9),
                                    NOW.minusSeconds(125))),
                    1);

    private static final String FLEET_ALERT =
            "critical  Sustained CPU load  web-1  firing   0.95   0.90  2m 5s";

    private final TopScreen screen = new TopScreen(Terminal.NONE, ZoneOffset.UTC);

    @Test
    void hostsAndAlertsAreShownWithUnits() {
        assertThat(String.join("\n", screen.draw(FLEET, 120, 50)))
                .isEqualTo(
                        """
                        hostpulse  12:00:00  2 hosts, 1 up, 1 down  1 open alert

                        HOST   STATE    CPU    MEM  LOAD1  NET IN/s  NET OUT/s  DISK R/s  DISK W/s     AGE  CLOCK
                        web-1  up     93.1%  40.0%   3.11      1.2M       340K         0       12K      3s     ok
                        db-1   down       -      -      -         -          -         -         -  10m 0s     ok

                        SEVERITY  RULE                HOST   STATE   VALUE  LIMIT  SINCE
                        critical  Sustained CPU load  web-1  firing   0.95   0.90  2m 5s""");
    }

    @Test
    void hostsThatWereStoppedAreCountedApart() {
        FleetView fleet =
                new FleetView(
                        NOW,
                        List.of(host("web-1", "up", 0.5), host("web-2", "stopped", 0.5)),
                        2,
                        List.of(),
                        0);

        assertThat(screen.draw(fleet, 120, 50).get(0))
                .isEqualTo("hostpulse  12:00:00  2 hosts, 1 up, 0 down, 1 stopped  0 open alerts");
    }

    @Test
    void aNarrowTerminalShowsFewerColumns() {
        List<String> lines = screen.draw(FLEET, 40, 50);

        assertThat(lines.get(2)).isEqualTo("HOST   STATE    CPU    MEM  LOAD1");
        assertThat(lines).allMatch(line -> line.length() <= 40);
    }

    @ParameterizedTest
    @CsvSource({"80, 24", "20, 10", "5, 3", "1, 1", "200, 8"})
    void whateverTheTerminalsSizeItFits(int width, int height) {
        FleetView large =
                new FleetView(
                        NOW,
                        IntStream.range(0, 300)
                                .mapToObj(i -> host("host-with-a-long-name-" + i, "up", 0.5))
                                .toList(),
                        300,
                        IntStream.range(0, 40).mapToObj(i -> FLEET.alerts().get(0)).toList(),
                        40);

        List<String> lines = screen.draw(large, width, height);

        assertThat(lines).hasSizeLessThanOrEqualTo(height);
        assertThat(lines).allMatch(line -> line.length() <= Math.max(width, 5));
    }

    @Test
    void aNameIsNotObeyedAndLeavesRoomForTheRest() {
        HostRow hostile = host("\u001b[2Jweb\u202e-" + "x".repeat(300), "up", 0.5);
        FleetView fleet = new FleetView(NOW, List.of(hostile), 1, List.of(), 0);

        List<String> lines = screen.draw(fleet, 120, 50);

        assertThat(lines.get(2)).startsWith("HOST  ").contains("CPU", "MEM", "LOAD1");
        assertThat(lines.get(3))
                .startsWith("\\u001b[2Jweb\\u202e-xxx")
                .contains("xx  up", "50.0%")
                .hasSizeLessThanOrEqualTo(120);
    }

    @Test
    void whatDoesNotFitIsCounted() {
        FleetView large =
                new FleetView(
                        NOW,
                        IntStream.range(0, 30).mapToObj(i -> host("host-" + i, "up", 0.5)).toList(),
                        30,
                        List.of(),
                        0);

        List<String> lines = screen.draw(large, 80, 14);

        // heading, blank, titles, 8 hosts, the rest, blank, alerts
        assertThat(lines).hasSize(14);
        assertThat(lines.get(11)).isEqualTo("22 more");
        assertThat(lines.get(13)).isEqualTo("no open alerts");
    }

    @Test
    void whatIsNotListedIsCountedToo() {
        FleetView large = new FleetView(NOW, FLEET.hosts(), 1002, FLEET.alerts(), 361);

        List<String> lines = screen.draw(large, 120, 50);

        assertThat(lines.get(0)).contains("1002 hosts", "361 open alerts");
        assertThat(lines.get(5)).isEqualTo("1000 more");
        assertThat(lines.get(lines.size() - 1)).isEqualTo("360 more");
        assertThat(screen.draw(large, 120, 11))
                .endsWith(
                        "SEVERITY  RULE                HOST   STATE   VALUE  LIMIT  SINCE",
                        FLEET_ALERT,
                        "360 more");
    }

    @Test
    void anEmptyFleetSaysSo() {
        assertThat(screen.draw(new FleetView(NOW, List.of(), 0, List.of(), 0), 80, 24))
                .contains("no host has sent a sample yet", "no open alerts");
    }

    private static HostRow host(String name, String state, double cpuRatio) {
        return new HostRow(
                name,
                state,
                OptionalDouble.of(cpuRatio),
                OptionalDouble.of(0.4),
                OptionalDouble.of(3.11),
                OptionalDouble.of(1.2 * 1024 * 1024),
                OptionalDouble.of(340 * 1024),
                OptionalDouble.of(0),
                OptionalDouble.of(12 * 1024),
                NOW.minusSeconds(3),
                HostClock.RIGHT);
    }

    private static HostRow silentHost(String name) {
        OptionalDouble absent = OptionalDouble.empty();
        return new HostRow(
                name,
                "down",
                absent,
                absent,
                absent,
                absent,
                absent,
                absent,
                absent,
                NOW.minusSeconds(600),
                HostClock.RIGHT);
    }
}
