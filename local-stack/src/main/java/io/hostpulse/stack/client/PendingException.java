package io.hostpulse.stack.client;

import io.hostpulse.stack.StackException;

/** Flink was asked for something that it has not done in time, and may still do. */
public final class PendingException extends StackException {

    private static final long serialVersionUID = 1L;

    PendingException(String message) {
        super(message);
    }
}
