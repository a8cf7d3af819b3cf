package io.hostpulse.agent.oshi;

import io.hostpulse.agent.read.Figures;
import io.hostpulse.agent.read.SocketSource;
import oshi.software.os.InternetProtocolStats;

/**
 * What OSHI tells of TCP at little cost on every system: segments sent again. To count sockets it
 * would have to list them all, and the number of connections that it has takes ESTABLISHED and
 * CLOSE_WAIT together.
 */
public final class OshiSockets implements SocketSource {

    private final InternetProtocolStats statistics;

    public OshiSockets(InternetProtocolStats statistics) {
        this.statistics = statistics;
    }

    @Override
    public Figures<SocketFigure> read() {
        long retransmits =
                statistics.getTCPv4Stats().getSegmentsRetransmitted()
                        + statistics.getTCPv6Stats().getSegmentsRetransmitted();
        return new Figures<>(SocketFigure.class).put(SocketFigure.TCP_RETRANSMITS, retransmits);
    }
}
