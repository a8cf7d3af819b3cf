package io.hostpulse.simulator.dataset;

import static java.util.stream.Collectors.joining;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Pattern;

/**
 * What the first line of a dataset says.
 *
 * @param width how many fields it has, and every row has to have
 * @param positions of the columns in a row
 */
record DatasetHeader(int width, Map<DatasetColumn, Integer> positions) {

    /** As people and spreadsheets write CSV; the first is the standard's. */
    private static final List<Character> DELIMITERS = List.of(',', ';', '\t', '|');

    /** The delimiter with which a header names the most of the columns. */
    static char delimiterOf(String line) {
        return DELIMITERS.stream()
                .max(
                        Comparator.comparingLong((Character it) -> columnsIn(line, it))
                                .thenComparing(it -> -DELIMITERS.indexOf(it)))
                .orElseThrow();
    }

    /**
     * @param place file and line of the header
     * @throws DatasetException unless each column is named once
     */
    static DatasetHeader read(String place, List<String> fields) throws DatasetException {
        List<String> names = fields.stream().map(DatasetHeader::normalise).toList();
        Map<DatasetColumn, Integer> positions = new EnumMap<>(DatasetColumn.class);
        List<String> wrong = new ArrayList<>();
        for (DatasetColumn column : DatasetColumn.values()) {
            int position = names.indexOf(column.label());
            if (position < 0 || names.lastIndexOf(column.label()) != position) {
                wrong.add(column.label());
            }
            positions.put(column, position);
        }
        if (!wrong.isEmpty()) {
            throw new DatasetException(
                    "%s: the header must name %s once; needed are %s, with a comma, a semicolon, a tab or | between them"
                            .formatted(
                                    place,
                                    String.join(", ", wrong),
                                    Arrays.stream(DatasetColumn.values())
                                            .map(DatasetColumn::label)
                                            .collect(joining(","))));
        }
        return new DatasetHeader(names.size(), positions);
    }

    private static long columnsIn(String line, char delimiter) {
        List<String> names =
                Arrays.stream(line.split(Pattern.quote(String.valueOf(delimiter))))
                        .map(name -> normalise(name.replace("\"", "")))
                        .toList();
        return Arrays.stream(DatasetColumn.values())
                .filter(column -> names.contains(column.label()))
                .count();
    }

    private static String normalise(String name) {
        return name.strip().toLowerCase(Locale.ROOT);
    }
}
