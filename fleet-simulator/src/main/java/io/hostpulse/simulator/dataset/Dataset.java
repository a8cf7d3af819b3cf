package io.hostpulse.simulator.dataset;

import java.nio.file.Path;
import java.util.List;

/**
 * The contents of a dataset file.
 *
 * @param fingerprint SHA-256 of the file, hexadecimal
 * @param rows what can be used, in the order of the file
 * @param badRows the rest, in the order of the file
 */
public record Dataset(Path file, String fingerprint, List<DatasetRow> rows, List<BadRow> badRows) {

    public Dataset {
        rows = List.copyOf(rows);
        badRows = List.copyOf(badRows);
    }
}
