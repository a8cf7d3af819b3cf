package io.hostpulse.simulator.dataset;

/** What is wrong with a row. */
final class BadRowException extends Exception {

    private static final long serialVersionUID = 1L;

    BadRowException(String reason) {
        super(reason);
    }
}
