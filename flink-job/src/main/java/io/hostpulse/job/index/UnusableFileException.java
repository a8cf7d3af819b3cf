package io.hostpulse.job.index;

import java.io.File;
import java.io.IOException;

/** A file with a secret or certificates cannot be used as it is. */
final class UnusableFileException extends IOException {

    private static final long serialVersionUID = 1L;

    /**
     * @param problem such as "is empty"
     */
    UnusableFileException(File file, String problem, Exception cause) {
        super("The file %s %s".formatted(file, problem), cause);
    }
}
