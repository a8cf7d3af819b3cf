package io.hostpulse.simulator.dataset;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.stream.Collectors.joining;

import de.siegmar.fastcsv.reader.CsvParseException;
import de.siegmar.fastcsv.reader.CsvReader;
import de.siegmar.fastcsv.reader.CsvRecord;
import de.siegmar.fastcsv.reader.FieldMismatchStrategy;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * Reads datasets: CSV (<a href="https://www.rfc-editor.org/rfc/rfc4180">RFC 4180</a>) in UTF-8, the
 * first line being a header with these columns in any order, others beside them being passed over:
 *
 * <ul>
 *   <li>{@code server_id}: which host
 *   <li>{@code timestamp}: time of day, {@code HH:MM:SS}. A time before that of the server's row
 *       before is one of the next day; the first row of each server is of the first day
 *   <li>{@code cpu_pct}, {@code mem_pct}: 0 to 100
 *   <li>{@code net_in}, {@code net_out}: KB/s, where a KB has 1024 bytes
 *   <li>{@code disk_io}: read and write operations per second
 * </ul>
 */
public final class DatasetReader {

    /** What some spreadsheets put before the first character. */
    private static final String BYTE_ORDER_MARK = "\uFEFF";

    private DatasetReader() {}

    /**
     * Reads the whole file into memory. Rows that cannot be used do not stop the rest.
     *
     * @throws DatasetException if there is no such file, or it is no CSV file with these columns
     */
    public static Dataset read(Path file) throws DatasetException {
        try {
            byte[] content = Files.readAllBytes(file);
            try (CsvReader<CsvRecord> csv =
                    CsvReader.builder()
                            .extraFieldStrategy(FieldMismatchStrategy.IGNORE)
                            .missingFieldStrategy(FieldMismatchStrategy.IGNORE)
                            .allowExtraCharsAfterClosingQuote(true)
                            .allowUnclosedQuote(false)
                            .ofCsvRecord(decode(content))) {
                return read(file, fingerprint(content), csv);
            }
        } catch (NoSuchFileException e) {
            throw new DatasetException("there is no file " + file, e);
        } catch (CharacterCodingException e) {
            throw new DatasetException(file + " is not in UTF-8", e);
        } catch (IOException e) {
            throw new DatasetException(file + " cannot be read: " + e, e);
        } catch (CsvParseException e) {
            String detail = e.getCause() == null ? "" : ": " + e.getCause().getMessage();
            throw new DatasetException(file + " is no CSV: " + e.getMessage() + detail, e);
        }
    }

    private static Dataset read(Path file, String fingerprint, CsvReader<CsvRecord> csv)
            throws DatasetException {
        List<DatasetRow> rows = new ArrayList<>();
        List<BadRow> badRows = new ArrayList<>();
        List<String> header = null;
        RowParser parser = null;
        for (CsvRecord line : csv) {
            if (parser == null) {
                header = line.getFields();
                parser = new RowParser(positions(file, header));
                continue;
            }
            try {
                requireFields(line, header.size());
                rows.add(parser.parse(line.getStartingLineNumber(), line.getFields()));
            } catch (BadRowException e) {
                badRows.add(new BadRow(file, line.getStartingLineNumber(), e.getMessage()));
            }
        }
        if (parser == null) {
            throw new DatasetException(file + " is empty, it must begin with a header");
        }
        return new Dataset(file, fingerprint, rows, badRows);
    }

    private static void requireFields(CsvRecord line, int expected) throws BadRowException {
        if (line.getFieldCount() != expected) {
            throw new BadRowException(
                    "the row has " + line.getFieldCount() + " fields, the header " + expected);
        }
    }

    private static Map<DatasetColumn, Integer> positions(Path file, List<String> header)
            throws DatasetException {
        List<String> names =
                header.stream().map(name -> name.strip().toLowerCase(Locale.ROOT)).toList();
        Map<DatasetColumn, Integer> positions = new EnumMap<>(DatasetColumn.class);
        for (DatasetColumn column : DatasetColumn.values()) {
            int position = names.indexOf(column.label());
            if (position < 0 || names.lastIndexOf(column.label()) != position) {
                throw new DatasetException(
                        file
                                + ":1: the header must name "
                                + column.label()
                                + " once; needed are "
                                + Arrays.stream(DatasetColumn.values())
                                        .map(DatasetColumn::label)
                                        .collect(joining(",")));
            }
            positions.put(column, position);
        }
        return positions;
    }

    private static String decode(byte[] content) throws CharacterCodingException {
        String text = UTF_8.newDecoder().decode(ByteBuffer.wrap(content)).toString();
        return text.startsWith(BYTE_ORDER_MARK) ? text.substring(1) : text;
    }

    private static String fingerprint(byte[] content) {
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(content));
        } catch (NoSuchAlgorithmException impossible) {
            throw new IllegalStateException(impossible);
        }
    }
}
