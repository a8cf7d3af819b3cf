package io.hostpulse.agent.probe;

import java.io.IOException;
import java.net.SocketTimeoutException;
import java.time.Duration;

/** Looks at one target. */
interface Probe {

    /** Returns within about {@code timeout}; what goes wrong is in the result. */
    ProbeResult run(Duration timeout);

    /** The probe that fits the target. */
    static Probe of(ProbeTarget target) {
        if (target instanceof ProbeTarget.TcpTarget tcp) {
            return new TcpProbe(tcp);
        }
        if (target instanceof ProbeTarget.HttpTarget http) {
            return new HttpProbe(http);
        }
        return new Iperf3Probe((ProbeTarget.Iperf3Target) target, Iperf3Probe.PROGRAM);
    }

    /** Why, in words for people. */
    static String reason(IOException e, Deadline deadline) {
        if (e instanceof SocketTimeoutException) {
            return deadline.message();
        }
        return e.getMessage() == null ? e.toString() : e.getMessage();
    }
}
