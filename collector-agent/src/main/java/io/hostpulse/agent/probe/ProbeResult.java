package io.hostpulse.agent.probe;

import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;

/**
 * What one look at a target found.
 *
 * @param outcome whether the target answered as it should
 * @param error why not; absent when it did
 * @param connectMs time that the TCP handshake took, without the look-up of the name
 * @param responseMs time from the request to the end of the answer
 * @param httpStatus status code of the answer
 * @param bitsPerSecond throughput that arrived
 */
public record ProbeResult(
        ProbeTarget target,
        Outcome outcome,
        Optional<String> error,
        OptionalDouble connectMs,
        OptionalDouble responseMs,
        OptionalInt httpStatus,
        OptionalDouble bitsPerSecond) {

    /** How a look at a target ended. */
    public enum Outcome {
        UP,
        DOWN,
        /** Nothing can be said of the target, as the probe could not be made. */
        NOT_MADE
    }

    static ProbeResult up(ProbeTarget target) {
        return new ProbeResult(
                target,
                Outcome.UP,
                Optional.empty(),
                OptionalDouble.empty(),
                OptionalDouble.empty(),
                OptionalInt.empty(),
                OptionalDouble.empty());
    }

    ProbeResult failed(Outcome why, String reason) {
        return new ProbeResult(
                target, why, Optional.of(reason), connectMs, responseMs, httpStatus, bitsPerSecond);
    }

    ProbeResult withConnectMs(double milliseconds) {
        return new ProbeResult(
                target,
                outcome,
                error,
                OptionalDouble.of(milliseconds),
                responseMs,
                httpStatus,
                bitsPerSecond);
    }

    ProbeResult withAnswer(int status, double milliseconds) {
        return new ProbeResult(
                target,
                outcome,
                error,
                connectMs,
                OptionalDouble.of(milliseconds),
                OptionalInt.of(status),
                bitsPerSecond);
    }

    ProbeResult withBitsPerSecond(double throughput) {
        return new ProbeResult(
                target,
                outcome,
                error,
                connectMs,
                responseMs,
                httpStatus,
                OptionalDouble.of(throughput));
    }
}
