package io.hostpulse.agent.probe;

import io.hostpulse.agent.probe.ProbeResult.Outcome;
import io.hostpulse.agent.probe.ProbeTarget.TcpTarget;
import java.io.IOException;
import java.time.Duration;

/** Measures how long a TCP connection takes. */
final class TcpProbe implements Probe {

    private final TcpTarget target;

    TcpProbe(TcpTarget target) {
        this.target = target;
    }

    @Override
    public ProbeResult run(Duration timeout) {
        Deadline deadline = new Deadline(timeout);
        ProbeResult result = ProbeResult.up(target);
        try (Connection connection = Connection.open(target.host(), target.port(), deadline)) {
            return result.withConnectMs(connection.connectMs());
        } catch (IOException e) {
            return result.failed(Outcome.DOWN, Probe.reason(e, deadline));
        }
    }
}
