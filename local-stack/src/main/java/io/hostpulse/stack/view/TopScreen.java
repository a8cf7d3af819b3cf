package io.hostpulse.stack.view;

import static java.util.stream.Collectors.groupingBy;

import io.hostpulse.stack.host.HostClock;
import io.hostpulse.stack.view.FleetView.AlertRow;
import io.hostpulse.stack.view.FleetView.HostRow;
import io.hostpulse.stack.view.Terminal.Colour;
import io.hostpulse.stack.view.TextTable.Cell;
import io.hostpulse.stack.view.TextTable.Column;
import java.time.Duration;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;

/** Draws hosts and open alerts as text. */
public final class TopScreen {

    private static final double BUSY = 0.8;
    private static final double VERY_BUSY = 0.9;

    private static final List<Column> HOST_COLUMNS =
            List.of(
                    new Column("HOST", false, 0),
                    new Column("STATE", false, 2),
                    new Column("CPU", true, 1),
                    new Column("MEM", true, 3),
                    new Column("LOAD1", true, 4),
                    new Column("NET IN/s", true, 6),
                    new Column("NET OUT/s", true, 7),
                    new Column("DISK R/s", true, 8),
                    new Column("DISK W/s", true, 9),
                    new Column("AGE", true, 5),
                    new Column("CLOCK", true, 10));

    private static final List<Column> ALERT_COLUMNS =
            List.of(
                    new Column("SEVERITY", false, 0),
                    new Column("RULE", false, 0),
                    new Column("HOST", false, 0),
                    new Column("STATE", false, 4),
                    new Column("VALUE", true, 2),
                    new Column("LIMIT", true, 3),
                    new Column("SINCE", true, 1));

    private final Terminal terminal;
    private final DateTimeFormatter timeOfDay;

    public TopScreen(Terminal terminal, ZoneId zone) {
        this.terminal = terminal;
        this.timeOfDay = DateTimeFormatter.ofPattern("HH:mm:ss").withZone(zone);
    }

    /** At most {@code height} lines of at most {@code width} characters. */
    public List<String> draw(FleetView fleet, int width, int height) {
        List<String> alerts = alertLines(fleet, width);
        int wanted = alerts.size() + (fleet.alertCount() > fleet.alerts().size() ? 1 : 0);
        int alertHeight = Math.min(wanted, Math.max(3, height / 3));
        List<String> hosts = hostLines(fleet, width);
        List<String> screen = new ArrayList<>();
        screen.add(heading(fleet, width));
        screen.add("");
        long unlistedHosts = fleet.hostCount() - fleet.hosts().size();
        screen.addAll(fit(hosts, height - screen.size() - alertHeight - 1, unlistedHosts));
        screen.add("");
        screen.addAll(fit(alerts, alertHeight, fleet.alertCount() - fleet.alerts().size()));
        return screen.subList(0, Math.min(screen.size(), Math.max(1, height)));
    }

    private String heading(FleetView fleet, int width) {
        Map<String, List<HostRow>> byState =
                fleet.hosts().stream().collect(groupingBy(HostRow::state));
        String heading =
                "hostpulse  %s  %s, %d up, %d down%s  %s"
                        .formatted(
                                timeOfDay.format(fleet.time()),
                                count(fleet.hostCount(), "host"),
                                byState.getOrDefault("up", List.of()).size(),
                                byState.getOrDefault("down", List.of()).size(),
                                stopped(byState.getOrDefault("stopped", List.of()).size()),
                                count(fleet.alertCount(), "open alert"));
        return terminal.paint(
                Colour.STRONG, heading.substring(0, Math.min(width, heading.length())));
    }

    private static String stopped(int hosts) {
        return hosts == 0 ? "" : ", " + hosts + " stopped";
    }

    private List<String> hostLines(FleetView fleet, int width) {
        TextTable table = new TextTable(HOST_COLUMNS);
        for (HostRow host : fleet.hosts()) {
            table.add(
                    List.of(
                            Cell.of(host.name()),
                            state(host.state()),
                            load(host.cpuRatio()),
                            load(host.memoryRatio()),
                            Cell.of(Units.decimal(host.load1())),
                            Cell.of(Units.bytes(host.networkIn())),
                            Cell.of(Units.bytes(host.networkOut())),
                            Cell.of(Units.bytes(host.diskRead())),
                            Cell.of(Units.bytes(host.diskWrite())),
                            Cell.of(Units.time(Duration.between(host.lastSeen(), fleet.time()))),
                            clock(host.clock())));
        }
        List<String> lines = table.lines(width, terminal);
        if (fleet.hosts().isEmpty()) {
            lines.add(faint("no host has sent a sample yet", width));
        }
        return lines;
    }

    private List<String> alertLines(FleetView fleet, int width) {
        if (fleet.alerts().isEmpty()) {
            return List.of(faint("no open alerts", width));
        }
        TextTable table = new TextTable(ALERT_COLUMNS);
        for (AlertRow alert : fleet.alerts()) {
            table.add(
                    List.of(
                            severity(alert.severity()),
                            Cell.of(alert.rule()),
                            Cell.of(alert.host()),
                            Cell.of(alert.state()),
                            Cell.of(Units.decimal(alert.value())),
                            Cell.of(Units.decimal(alert.threshold())),
                            Cell.of(Units.time(Duration.between(alert.since(), fleet.time())))));
        }
        return table.lines(width, terminal);
    }

    /**
     * The first lines, the last of them saying how many are left out.
     *
     * @param unlisted how many there are beside these
     */
    private List<String> fit(List<String> lines, int height, long unlisted) {
        if (lines.size() + (unlisted > 0 ? 1 : 0) <= height) {
            return unlisted > 0 ? withRest(lines, unlisted) : lines;
        }
        if (height <= 1) {
            return lines.subList(0, Math.max(0, height));
        }
        List<String> fitting = lines.subList(0, height - 1);
        return withRest(fitting, lines.size() - fitting.size() + unlisted);
    }

    private List<String> withRest(List<String> lines, long more) {
        List<String> all = new ArrayList<>(lines);
        all.add(terminal.paint(Colour.FAINT, more + " more"));
        return all;
    }

    private String faint(String text, int width) {
        return terminal.paint(Colour.FAINT, text.substring(0, Math.min(width, text.length())));
    }

    static Cell state(String state) {
        return switch (state) {
            case "up" -> Cell.of(state, Colour.GOOD);
            case "down" -> Cell.of(state, Colour.BAD);
            case "stopped" -> Cell.of(state, Colour.FAINT);
            default -> Cell.of(state.isEmpty() ? "-" : state);
        };
    }

    /** By how much a clock is off, such as {@code -1d 0h}. */
    static Cell clock(HostClock clock) {
        if (!clock.isOff()) {
            return Cell.of("ok");
        }
        String sign = clock.skew().isNegative() ? "-" : "+";
        return Cell.of(sign + Units.time(clock.skew().abs()), Colour.WARNING);
    }

    private static Cell severity(String severity) {
        return switch (severity) {
            case "critical" -> Cell.of(severity, Colour.BAD);
            case "warning" -> Cell.of(severity, Colour.WARNING);
            default -> Cell.of(severity);
        };
    }

    private static Cell load(OptionalDouble ratio) {
        String text = Units.percent(ratio);
        if (ratio.orElse(0) >= VERY_BUSY) {
            return Cell.of(text, Colour.BAD);
        }
        return ratio.orElse(0) >= BUSY ? Cell.of(text, Colour.WARNING) : Cell.of(text);
    }

    private static String count(long number, String noun) {
        return number + " " + noun + (number == 1 ? "" : "s");
    }
}
