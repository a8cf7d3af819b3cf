package io.hostpulse.simulator.dataset;

import de.siegmar.fastcsv.reader.CsvParseException;
import de.siegmar.fastcsv.reader.CsvReader;
import de.siegmar.fastcsv.reader.CsvReader.CsvReaderBuilder;
import de.siegmar.fastcsv.reader.FieldMismatchStrategy;
import java.util.List;
import java.util.Optional;

/**
 * The lines of a CSV text, read one row at a time, so that a quote that is not closed costs its own
 * row and not all that follow.
 */
final class CsvLines {

    /** How many lines a quoted field may go on over. */
    private static final int MOST_LINES_OF_A_ROW = 100;

    private final String[] lines;
    private final CsvReaderBuilder ofOneLine;
    private final CsvReaderBuilder ofSeveralLines;
    private int next;

    /**
     * A row.
     *
     * @param line where it begins, from 1
     * @param fields empty if a quote is not closed
     */
    record Row(int line, Optional<List<String>> fields) {

        boolean isBlank() {
            return fields.isPresent() && fields.get().stream().allMatch(String::isBlank);
        }
    }

    CsvLines(String[] lines, char delimiter) {
        this.lines = lines;
        this.ofOneLine = csv(delimiter).allowExtraCharsAfterClosingQuote(true);
        // else the next quote, wherever it stands, would close one that was left open
        this.ofSeveralLines = csv(delimiter).allowExtraCharsAfterClosingQuote(false);
    }

    private static CsvReaderBuilder csv(char delimiter) {
        return CsvReader.builder()
                .fieldSeparator(delimiter)
                .extraFieldStrategy(FieldMismatchStrategy.IGNORE)
                .missingFieldStrategy(FieldMismatchStrategy.IGNORE)
                .allowUnclosedQuote(false);
    }

    /**
     * The next row that is not blank; none after the last.
     *
     * @param width how many fields a row over several lines has, as else its quote was meant
     *     otherwise; below 0 for any
     */
    Optional<Row> next(int width) {
        while (next < lines.length) {
            if (lines[next].isBlank()) {
                next++;
                continue;
            }
            Row row = read(width);
            if (!row.isBlank()) {
                return Optional.of(row);
            }
        }
        return Optional.empty();
    }

    private Row read(int width) {
        int first = next++;
        StringBuilder text = new StringBuilder(lines[first]);
        Optional<List<String>> fields = parse(ofOneLine, text.toString());
        if (fields.isPresent()) {
            return new Row(first + 1, fields);
        }
        int last = Math.min(lines.length, first + MOST_LINES_OF_A_ROW);
        for (int line = first + 1; line < last && fields.isEmpty(); line++) {
            text.append('\n').append(lines[line]);
            fields = parse(ofSeveralLines, text.toString());
            if (fields.isPresent() && (width < 0 || fields.get().size() == width)) {
                next = line + 1;
                return new Row(first + 1, fields);
            }
        }
        return new Row(first + 1, Optional.empty());
    }

    private static Optional<List<String>> parse(CsvReaderBuilder csv, String text) {
        try {
            return Optional.of(csv.ofSingleCsvRecord(text).getFields());
        } catch (CsvParseException e) {
            return Optional.empty();
        }
    }
}
