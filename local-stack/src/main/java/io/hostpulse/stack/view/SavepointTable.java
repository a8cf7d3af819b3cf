package io.hostpulse.stack.view;

import io.hostpulse.stack.upgrade.Pipeline;
import io.hostpulse.stack.upgrade.SavepointRecord;
import io.hostpulse.stack.view.TextTable.Cell;
import io.hostpulse.stack.view.TextTable.Column;
import java.time.Duration;
import java.time.Instant;
import java.util.List;

/** Savepoints for people. */
public final class SavepointTable {

    private static final List<Column> COLUMNS =
            List.of(
                    new Column("AGE", true, 0),
                    new Column("WHY", false, 0),
                    new Column("VERSION", false, 1),
                    new Column("PIPELINES", false, 3),
                    new Column("PAR", true, 4),
                    new Column("OPERATORS", true, 5),
                    new Column("SIZE", true, 2),
                    new Column("PATH", false, 0));

    private SavepointTable() {}

    /**
     * @param records newest first
     * @param forRollback those that a rollback goes back to
     */
    public static List<String> lines(
            List<SavepointRecord> records,
            List<SavepointRecord> forRollback,
            Instant now,
            int width,
            Terminal terminal) {
        TextTable table = new TextTable(COLUMNS);
        for (SavepointRecord record : records) {
            table.add(
                    List.of(
                            Cell.of(Units.time(Duration.between(record.time(), now))),
                            Cell.of(reason(record, forRollback.contains(record))),
                            Cell.of(record.job().release()),
                            Cell.of(Pipeline.list(record.job().pipelines())),
                            Cell.of(Integer.toString(record.job().parallelism())),
                            Cell.of(Integer.toString(record.job().operators().size())),
                            Cell.of(size(record)),
                            Cell.of(record.savepoint().location())));
        }
        return table.lines(width, terminal);
    }

    /** The savepoint's size, in few characters. */
    public static String size(SavepointRecord record) {
        return Units.bytes((double) record.sizeBytes());
    }

    private static String reason(SavepointRecord record, boolean isForRollback) {
        String reason = record.reason().label();
        if (isForRollback) {
            return reason + " (rollback)";
        }
        return record.isUndone() ? reason + " (undone)" : reason;
    }
}
