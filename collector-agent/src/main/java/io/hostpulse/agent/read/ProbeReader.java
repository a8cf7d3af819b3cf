package io.hostpulse.agent.read;

import io.hostpulse.agent.probe.ProbeResult;
import io.hostpulse.agent.probe.Prober;
import io.hostpulse.wire.proto.HostSample;
import io.hostpulse.wire.proto.Probe;

/**
 * What was found out about other hosts since the reading before. A sample has a target only when it
 * was asked in the meantime; nothing is waited for. Probing begins with the first reading.
 */
public final class ProbeReader implements GroupReader, AutoCloseable {

    private final Prober prober;

    public ProbeReader(Prober prober) {
        this.prober = prober;
    }

    @Override
    public String subject() {
        return "probes";
    }

    @Override
    public void read(Reading reading, HostSample.Builder sample) {
        prober.start();
        prober.takeResults().forEach(result -> add(result, sample.addProbesBuilder()));
    }

    /** Ends probing. */
    @Override
    public void close() {
        prober.close();
    }

    private static void add(ProbeResult result, Probe.Builder probe) {
        probe.setTarget(result.target().name()).setType(result.target().type());
        result.error().ifPresent(probe::setError);
        switch (result.outcome()) {
            case UP -> probe.setUp(1);
            case DOWN -> probe.setUp(0);
            case NOT_MADE -> probe.clearUp();
        }
        result.connectMs().ifPresent(probe::setConnectMs);
        result.responseMs().ifPresent(probe::setResponseMs);
        result.httpStatus().ifPresent(probe::setHttpStatus);
        result.bitsPerSecond().ifPresent(probe::setThroughputBitsPerSec);
    }
}
