package io.hostpulse.stack.view;

import io.hostpulse.stack.view.Terminal.Colour;
import io.hostpulse.wire.SafeText;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;

/** Rows under aligned titles, in as many of the columns as fit. */
final class TextTable {

    private static final String GAP = "  ";

    /** A wider value gives way to other columns where there is not room for all. */
    private static final int FAIR_WIDTH = 40;

    /**
     * A column.
     *
     * @param isNumeric set at its right edge
     * @param rank columns of higher ranks give way first when there is no room; 0 never does, but
     *     is cut short
     */
    record Column(String title, boolean isNumeric, int rank) {}

    /** A value as a terminal can show it, and the colour it is shown in, if any. */
    record Cell(String text, Optional<Colour> colour) {

        Cell {
            text = SafeText.ofLine(text);
        }

        static Cell of(String text) {
            return new Cell(text, Optional.empty());
        }

        static Cell of(String text, Colour colour) {
            return new Cell(text, Optional.of(colour));
        }
    }

    private final List<Column> columns;
    private final List<List<Cell>> rows = new ArrayList<>();

    TextTable(List<Column> columns) {
        this.columns = columns;
    }

    void add(List<Cell> row) {
        if (row.size() != columns.size()) {
            throw new IllegalArgumentException(
                    row.size() + " cells for " + columns.size() + " columns");
        }
        rows.add(row);
    }

    /** Titles and rows; no line is wider than {@code width}. */
    List<String> lines(int width, Terminal terminal) {
        int[] widths = IntStream.range(0, columns.size()).map(this::naturalWidth).toArray();
        List<Integer> shown = new ArrayList<>(IntStream.range(0, widths.length).boxed().toList());
        if (total(shown, widths) > width) {
            Arrays.setAll(widths, column -> Math.min(widths[column], FAIR_WIDTH));
        }
        while (total(shown, widths) > width) {
            int victim = shown.stream().max(Comparator.comparing(this::rank)).orElseThrow();
            if (rank(victim) == 0) {
                break;
            }
            shown.remove((Object) victim);
        }
        shrinkToFit(shown, widths, width);
        List<String> lines = new ArrayList<>();
        List<Cell> titles =
                columns.stream().map(column -> Cell.of(column.title(), Colour.STRONG)).toList();
        lines.add(line(titles, shown, widths, terminal));
        rows.forEach(row -> lines.add(line(row, shown, widths, terminal)));
        return lines;
    }

    private int rank(int column) {
        return columns.get(column).rank();
    }

    private int naturalWidth(int column) {
        return rows.stream()
                .mapToInt(row -> row.get(column).text().length())
                .reduce(columns.get(column).title().length(), Math::max);
    }

    private static int total(List<Integer> shown, int[] widths) {
        return shown.stream().mapToInt(column -> widths[column]).sum()
                + GAP.length() * Math.max(0, shown.size() - 1);
    }

    private static void shrinkToFit(List<Integer> shown, int[] widths, int width) {
        while (total(shown, widths) > width) {
            int widest =
                    shown.stream()
                            .max(Comparator.comparing(column -> widths[column]))
                            .orElseThrow();
            if (widths[widest] <= 1) {
                return;
            }
            widths[widest]--;
        }
    }

    private String line(List<Cell> row, List<Integer> shown, int[] widths, Terminal terminal) {
        StringBuilder line = new StringBuilder();
        for (int column : shown) {
            if (line.length() > 0) {
                line.append(GAP);
            }
            Cell cell = row.get(column);
            String text = pad(cell.text(), widths[column], columns.get(column).isNumeric());
            line.append(cell.colour().map(colour -> terminal.paint(colour, text)).orElse(text));
        }
        return line.toString().stripTrailing();
    }

    private static String pad(String text, int width, boolean isNumeric) {
        String cut = text.length() > width ? text.substring(0, width) : text;
        String space = " ".repeat(width - cut.length());
        return isNumeric ? space + cut : cut + space;
    }
}
