package io.hostpulse.wire;

/** A value that is not JSON; the message says what is wrong with it, and where. */
public final class NotJsonException extends Exception {

    private static final long serialVersionUID = 1L;

    NotJsonException(String message) {
        super(message);
    }
}
