package io.hostpulse.simulator.dataset;

import io.hostpulse.wire.DecimalNumber;
import io.hostpulse.wire.SampleCodec;
import java.time.DateTimeException;
import java.time.LocalTime;
import java.time.format.DateTimeFormatter;
import java.time.format.ResolverStyle;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;

/**
 * Makes rows out of fields. It remembers every server's times: one that is long before the newest
 * belongs to the next day.
 */
final class RowParser {

    private static final DateTimeFormatter TIME =
            DateTimeFormatter.ofPattern("HH:mm:ss").withResolverStyle(ResolverStyle.STRICT);
    private static final long SECONDS_PER_DAY = 86_400;
    private static final double BYTES_PER_KILOBYTE = 1024;

    /** A time further back than this is not late, but of the next day. */
    private static final long LARGEST_DELAY_SECONDS = 3600;

    private final Map<DatasetColumn, Integer> positions;
    private final Map<String, Times> timesByServer = new HashMap<>();

    /**
     * @param positions of all columns in a row
     */
    RowParser(Map<DatasetColumn, Integer> positions) {
        this.positions = positions;
    }

    /**
     * @param fields of the row, as many as the header has
     */
    DatasetRow parse(long line, List<String> fields) throws BadRowException {
        String serverId = serverId(fields);
        LocalTime time = time(fields);
        DatasetRow row =
                new DatasetRow(
                        line,
                        serverId,
                        secondsSinceMidnight(serverId, time),
                        percent(DatasetColumn.CPU_PCT, fields) / 100,
                        percent(DatasetColumn.MEM_PCT, fields) / 100,
                        rate(DatasetColumn.NET_IN, fields) * BYTES_PER_KILOBYTE,
                        rate(DatasetColumn.NET_OUT, fields) * BYTES_PER_KILOBYTE,
                        rate(DatasetColumn.DISK_IO, fields));
        timesByServer.get(serverId).seconds.add(row.secondsSinceMidnight());
        return row;
    }

    private String serverId(List<String> fields) throws BadRowException {
        String id = field(DatasetColumn.SERVER_ID, fields).strip();
        if (id.isEmpty() || id.length() > SampleCodec.MAX_HOST_ID_LENGTH) {
            throw new BadRowException(
                    "server_id has "
                            + id.length()
                            + " characters, allowed is 1 to "
                            + SampleCodec.MAX_HOST_ID_LENGTH);
        }
        return id;
    }

    private LocalTime time(List<String> fields) throws BadRowException {
        String text = field(DatasetColumn.TIMESTAMP, fields);
        try {
            return LocalTime.parse(text, TIME);
        } catch (DateTimeException e) {
            throw new BadRowException(
                    "timestamp is '" + text + "', allowed is HH:MM:SS, 00:00:00 to 23:59:59");
        }
    }

    private long secondsSinceMidnight(String serverId, LocalTime time) throws BadRowException {
        Times times =
                timesByServer.computeIfAbsent(serverId, unknown -> new Times(new TreeSet<>()));
        long seconds = times.dayOf(time) * SECONDS_PER_DAY + time.toSecondOfDay();
        if (times.seconds.contains(seconds)) {
            throw new BadRowException(
                    "timestamp " + TIME.format(time) + " repeats an earlier one of " + serverId);
        }
        return seconds;
    }

    /**
     * The times of a server's rows.
     *
     * @param seconds since midnight of the first day
     */
    private record Times(TreeSet<Long> seconds) {

        /** The day of the earliest time that is not more late than rows are. */
        private long dayOf(LocalTime time) {
            if (seconds.isEmpty()) {
                return 0;
            }
            long earliest = Math.max(0, seconds.last() - LARGEST_DELAY_SECONDS);
            return Math.floorDiv(
                    earliest - time.toSecondOfDay() + SECONDS_PER_DAY - 1, SECONDS_PER_DAY);
        }
    }

    private double percent(DatasetColumn column, List<String> fields) throws BadRowException {
        double value = number(column, fields);
        if (value > 100) {
            throw new BadRowException(
                    column.label() + " is " + field(column, fields) + ", allowed is 0 to 100");
        }
        return value;
    }

    /** A number that is not below 0 and stays one when it is multiplied. */
    private double rate(DatasetColumn column, List<String> fields) throws BadRowException {
        double value = number(column, fields);
        if (value > 1e15) {
            throw new BadRowException(
                    column.label() + " is " + field(column, fields) + ", allowed is 0 to 1e15");
        }
        return value;
    }

    private double number(DatasetColumn column, List<String> fields) throws BadRowException {
        String text = field(column, fields);
        double value =
                DecimalNumber.parse(text)
                        .orElseThrow(
                                () ->
                                        new BadRowException(
                                                column.label()
                                                        + " is '"
                                                        + text
                                                        + "', which is no number; write one such"
                                                        + " as 12.5"));
        if (value < 0) {
            throw new BadRowException(column.label() + " is " + text + ", allowed is 0 and more");
        }
        return value;
    }

    private String field(DatasetColumn column, List<String> fields) {
        return fields.get(positions.get(column));
    }
}
