package io.hostpulse.agent.probe;

import java.net.Socket;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.time.Duration;

/** When a probe has to be over, whatever its single steps take. */
final class Deadline {

    private static final double NANOS_PER_MILLISECOND = 1e6;

    private final Duration timeout;
    private final long startNanos = System.nanoTime();

    Deadline(Duration timeout) {
        this.timeout = timeout;
    }

    /**
     * @throws SocketTimeoutException if there is none left
     */
    int remainingMillis() throws SocketTimeoutException {
        long nanos = timeout.toNanos() - (System.nanoTime() - startNanos);
        if (nanos <= 0) {
            throw new SocketTimeoutException(message());
        }
        return (int) Math.max(1, nanos / 1_000_000);
    }

    /** Lets the next read of {@code socket} wait no longer than to the deadline. */
    void limit(Socket socket) throws SocketTimeoutException, SocketException {
        socket.setSoTimeout(remainingMillis());
    }

    String message() {
        return "no answer within " + timeout.toMillis() + " ms";
    }

    static double millisSince(long nanos) {
        return (System.nanoTime() - nanos) / NANOS_PER_MILLISECOND;
    }
}
