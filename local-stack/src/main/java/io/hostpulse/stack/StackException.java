package io.hostpulse.stack;

import java.nio.file.Path;
import java.util.Optional;

/**
 * The stack cannot do what it was asked for; the message is a sentence for the person who asked.
 */
public class StackException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    private final transient Path log;

    public StackException(String message) {
        this(message, null, null);
    }

    public StackException(String message, Throwable cause) {
        this(message, null, cause);
    }

    /**
     * @param log where to read more, or null
     */
    public StackException(String message, Path log, Throwable cause) {
        super(message, cause);
        this.log = log;
    }

    /** The log file that tells more. */
    public Optional<Path> log() {
        return Optional.ofNullable(log);
    }
}
