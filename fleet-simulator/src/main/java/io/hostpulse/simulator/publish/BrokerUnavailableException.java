package io.hostpulse.simulator.publish;

/** Kafka, or the topic, cannot be used. The message says which, where and why. */
public final class BrokerUnavailableException extends Exception {

    private static final long serialVersionUID = 1L;

    BrokerUnavailableException(String message, Throwable cause) {
        super(message, cause);
    }
}
