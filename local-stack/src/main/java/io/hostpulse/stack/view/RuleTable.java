package io.hostpulse.stack.view;

import static java.util.Comparator.comparing;

import io.hostpulse.stack.rule.GitCommit;
import io.hostpulse.stack.view.Terminal.Colour;
import io.hostpulse.stack.view.TextTable.Cell;
import io.hostpulse.stack.view.TextTable.Column;
import io.hostpulse.wire.HumanDuration;
import io.hostpulse.wire.rule.Maintenance;
import io.hostpulse.wire.rule.Rule;
import io.hostpulse.wire.rule.Severity;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Rules and maintenance, one a line. */
public final class RuleTable {

    private static final List<Column> RULE_COLUMNS =
            List.of(
                    new Column("RULE", false, 0),
                    new Column("SEVERITY", false, 0),
                    new Column("WATCHES", false, 0),
                    new Column("FOR", true, 1),
                    new Column("HOSTS", false, 2));

    private static final Column COMMIT_COLUMN = new Column("COMMIT", false, 3);

    private static final List<Column> MAINTENANCE_COLUMNS =
            List.of(
                    new Column("MAINTENANCE", false, 0),
                    new Column("STATE", false, 0),
                    new Column("FROM", false, 0),
                    new Column("TO", false, 0),
                    new Column("HOSTS", false, 0),
                    new Column("RULES", false, 1),
                    new Column("COMMENT", false, 2));

    private RuleTable() {}

    /**
     * @param unreadable ids of what the job has refused and nobody can read
     * @param refused ids of rules that the job has refused
     * @param commitById of rules that were read from a folder in git; where none was, there is no
     *     column for it
     */
    public static List<String> ofRules(
            List<Rule> rules,
            Set<String> unreadable,
            Set<String> refused,
            Map<String, GitCommit> commitById,
            int width,
            Terminal terminal) {
        List<List<Cell>> rows = new ArrayList<>();
        for (String id : unreadable) {
            rows.add(
                    List.of(
                            Cell.of(id),
                            Cell.of("refused", Colour.BAD),
                            Cell.of("-"),
                            Cell.of("-"),
                            Cell.of("-")));
        }
        for (Rule rule : rules) {
            rows.add(
                    List.of(
                            Cell.of(rule.id()),
                            refused.contains(rule.id())
                                    ? Cell.of("refused", Colour.BAD)
                                    : severity(rule),
                            Cell.of(RuleWords.of(rule.when())),
                            Cell.of(
                                    rule.sustainedFor().isZero()
                                            ? "-"
                                            : HumanDuration.format(rule.sustainedFor())),
                            Cell.of(RuleWords.of(rule.hosts()))));
        }
        rows.sort(comparing(row -> row.get(0).text()));
        List<Column> columns = new ArrayList<>(RULE_COLUMNS);
        if (!commitById.isEmpty()) {
            columns.add(COMMIT_COLUMN);
            rows.replaceAll(row -> withCommit(row, commitById.get(row.get(0).text())));
        }
        TextTable table = new TextTable(columns);
        rows.forEach(table::add);
        return table.lines(width, terminal);
    }

    /**
     * @param now decides which of them are planned, running and over
     */
    public static List<String> ofMaintenance(
            List<Maintenance> maintenance, Instant now, int width, Terminal terminal) {
        TextTable table = new TextTable(MAINTENANCE_COLUMNS);
        for (Maintenance each : maintenance) {
            table.add(
                    List.of(
                            Cell.of(each.id()),
                            state(each, now.toEpochMilli()),
                            Cell.of(Instant.ofEpochMilli(each.fromMillis()).toString()),
                            Cell.of(Instant.ofEpochMilli(each.toMillis()).toString()),
                            Cell.of(RuleWords.of(each.hosts())),
                            Cell.of(
                                    each.rules().isEmpty()
                                            ? "all"
                                            : String.join(", ", each.rules())),
                            Cell.of(each.comment())));
        }
        return table.lines(width, terminal);
    }

    private static List<Cell> withCommit(List<Cell> row, GitCommit commit) {
        List<Cell> longer = new ArrayList<>(row);
        longer.add(Cell.of(commit == null ? "-" : commit.abbreviated()));
        return longer;
    }

    private static Cell severity(Rule rule) {
        if (!rule.enabled()) {
            return Cell.of("off", Colour.FAINT);
        }
        return switch (rule.severity()) {
            case INFO -> Cell.of(Severity.INFO.label());
            case WARNING -> Cell.of(Severity.WARNING.label(), Colour.WARNING);
            case CRITICAL -> Cell.of(Severity.CRITICAL.label(), Colour.BAD);
        };
    }

    private static Cell state(Maintenance maintenance, long nowMillis) {
        if (nowMillis < maintenance.fromMillis()) {
            return Cell.of("planned");
        }
        return nowMillis < maintenance.toMillis()
                ? Cell.of("running", Colour.WARNING)
                : Cell.of("over", Colour.FAINT);
    }
}
