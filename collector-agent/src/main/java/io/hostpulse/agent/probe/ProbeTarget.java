package io.hostpulse.agent.probe;

import java.net.URI;
import java.time.Duration;

/** Something on the network that is measured from here. */
public sealed interface ProbeTarget {

    /** Time to connect to a TCP port. */
    record TcpTarget(String host, int port) implements ProbeTarget {}

    /** Time and status of an HTTP GET. */
    record HttpTarget(URI url) implements ProbeTarget {}

    /**
     * Throughput to an iperf3 server.
     *
     * @param length how long to send
     */
    record Iperf3Target(String host, int port, Duration length) implements ProbeTarget {}
}
