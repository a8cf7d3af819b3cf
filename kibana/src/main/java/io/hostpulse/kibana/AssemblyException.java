package io.hostpulse.kibana;

import java.nio.file.Path;

/** The objects cannot be assembled: a file is missing, cannot be read, or says what cannot be. */
public final class AssemblyException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    AssemblyException(Path file, String problem) {
        super(file + ": " + problem);
    }
}
