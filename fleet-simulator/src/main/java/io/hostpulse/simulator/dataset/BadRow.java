package io.hostpulse.simulator.dataset;

import java.nio.file.Path;

/**
 * A row that cannot be used.
 *
 * @param line where it begins in the file, from 1
 * @param reason what is wrong with it
 */
public record BadRow(Path file, long line, String reason) {

    /** File, line and reason as compilers write them: {@code fleet.csv:17: cpu_pct is ...}. */
    @Override
    public String toString() {
        return file + ":" + line + ": " + reason;
    }
}
