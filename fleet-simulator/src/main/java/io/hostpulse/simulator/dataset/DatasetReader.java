package io.hostpulse.simulator.dataset;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;

/**
 * Reads datasets: CSV (<a href="https://www.rfc-editor.org/rfc/rfc4180">RFC 4180</a>) in UTF-8,
 * with commas, semicolons, tabs or {@code |} between the fields, the first line being a header with
 * these columns in any order, others beside them being passed over:
 *
 * <ul>
 *   <li>{@code server_id}: which host
 *   <li>{@code timestamp}: time of day, {@code HH:MM:SS}. A time up to an hour before the newest of
 *       the server is late, any other that is before it is one of the next day; the first row of
 *       each server is of the first day
 *   <li>{@code cpu_pct}, {@code mem_pct}: 0 to 100
 *   <li>{@code net_in}, {@code net_out}: KB/s, where a KB has 1024 bytes
 *   <li>{@code disk_io}: read and write operations per second
 * </ul>
 */
public final class DatasetReader {

    /** What some spreadsheets put before the first character. */
    private static final String BYTE_ORDER_MARK = "\uFEFF";

    /** What stands for bytes that are not UTF-8. */
    private static final String REPLACEMENT = "\uFFFD";

    private DatasetReader() {}

    /**
     * Reads the whole file into memory. Rows that cannot be used do not stop the rest.
     *
     * @throws DatasetException if there is no such file, or it is no CSV file with these columns
     */
    public static Dataset read(Path file) throws DatasetException {
        try {
            byte[] content = Files.readAllBytes(file);
            return read(file, fingerprint(content), new String(content, UTF_8), isUtf8(content));
        } catch (NoSuchFileException e) {
            throw new DatasetException("there is no file " + file, e);
        } catch (IOException e) {
            throw new DatasetException(file + " cannot be read: " + e, e);
        }
    }

    private static Dataset read(Path file, String fingerprint, String text, boolean isUtf8)
            throws DatasetException {
        String[] lines = text.replaceFirst("^" + BYTE_ORDER_MARK, "").split("\\r\\n|[\\r\\n]");
        int first = 0;
        while (first < lines.length && lines[first].isBlank()) {
            first++;
        }
        if (first == lines.length) {
            throw new DatasetException(file + " is empty, it must begin with a header");
        }
        if (!isUtf8 && lines[first].contains(REPLACEMENT)) {
            throw new DatasetException(file + " is not in UTF-8; save it so");
        }
        CsvLines csv = new CsvLines(lines, DatasetHeader.delimiterOf(lines[first]));
        List<String> names =
                csv.next(-1).flatMap(CsvLines.Row::fields).orElse(List.of(lines[first]));
        DatasetHeader header = DatasetHeader.read(file + ":" + (first + 1), names);
        RowParser parser = new RowParser(header.positions());
        List<DatasetRow> rows = new ArrayList<>();
        List<BadRow> badRows = new ArrayList<>();
        for (Optional<CsvLines.Row> row = csv.next(header.width());
                row.isPresent();
                row = csv.next(header.width())) {
            int line = row.get().line();
            try {
                List<String> fields = fields(row.get(), header.width());
                if (!isUtf8 && fields.stream().anyMatch(field -> field.contains(REPLACEMENT))) {
                    throw new BadRowException("has bytes that are not UTF-8; save the file so");
                }
                rows.add(parser.parse(line, fields));
            } catch (BadRowException e) {
                badRows.add(new BadRow(file, line, e.getMessage()));
            }
        }
        return new Dataset(file, fingerprint, rows, badRows);
    }

    private static List<String> fields(CsvLines.Row row, int expected) throws BadRowException {
        if (row.fields().isEmpty()) {
            throw new BadRowException("a quote is not closed");
        }
        List<String> fields = row.fields().get();
        if (fields.size() != expected) {
            throw new BadRowException(
                    "the row has " + fields.size() + " fields, the header " + expected);
        }
        return fields;
    }

    private static boolean isUtf8(byte[] content) {
        try {
            UTF_8.newDecoder().decode(ByteBuffer.wrap(content));
            return true;
        } catch (CharacterCodingException e) {
            return false;
        }
    }

    private static String fingerprint(byte[] content) {
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(content));
        } catch (NoSuchAlgorithmException impossible) {
            throw new IllegalStateException(impossible);
        }
    }
}
