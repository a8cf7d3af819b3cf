package io.hostpulse.stack.view;

import static java.util.stream.Collectors.joining;

import io.hostpulse.stack.host.KnownHost;
import io.hostpulse.stack.view.TextTable.Cell;
import io.hostpulse.stack.view.TextTable.Column;
import java.time.Duration;
import java.time.Instant;
import java.util.List;

/** Hosts, one a line. */
public final class HostTable {

    private static final List<Column> COLUMNS =
            List.of(
                    new Column("HOST", false, 0),
                    new Column("STATE", false, 0),
                    new Column("SINCE", true, 0),
                    new Column("LAST SEEN", true, 1),
                    new Column("CLOCK", true, 2),
                    new Column("AGENT", false, 3),
                    new Column("LABELS", false, 5),
                    new Column("ID", false, 4));

    private HostTable() {}

    /**
     * @param now times are shown as how long ago they were
     */
    public static List<String> of(
            List<KnownHost> hosts, Instant now, int width, Terminal terminal) {
        TextTable table = new TextTable(COLUMNS);
        for (KnownHost host : hosts) {
            table.add(
                    List.of(
                            Cell.of(host.name()),
                            TopScreen.state(host.state()),
                            Cell.of(ago(host.since(), now)),
                            Cell.of(ago(host.lastSeen(), now)),
                            TopScreen.clock(host.clock()),
                            Cell.of(host.agentVersion().isEmpty() ? "-" : host.agentVersion()),
                            Cell.of(labels(host)),
                            Cell.of(host.id())));
        }
        return table.lines(width, terminal);
    }

    private static String ago(Instant time, Instant now) {
        Duration age = Duration.between(time, now);
        return Units.time(age.isNegative() ? Duration.ZERO : age);
    }

    private static String labels(KnownHost host) {
        return host.labels().isEmpty()
                ? "-"
                : host.labels().entrySet().stream()
                        .map(label -> label.getKey() + "=" + label.getValue())
                        .collect(joining(", "));
    }
}
