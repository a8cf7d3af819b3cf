package io.hostpulse.simulator.dataset;

/** A file that is no dataset, or a dataset that cannot be replayed as asked. */
public final class DatasetException extends Exception {

    private static final long serialVersionUID = 1L;

    DatasetException(String message) {
        super(message);
    }

    DatasetException(String message, Throwable cause) {
        super(message, cause);
    }
}
