package io.hostpulse.agent.read;

import static io.hostpulse.agent.read.SocketSource.SocketFigure.TCP_CLOSE_WAIT;
import static io.hostpulse.agent.read.SocketSource.SocketFigure.TCP_CLOSING;
import static io.hostpulse.agent.read.SocketSource.SocketFigure.TCP_COUNT;
import static io.hostpulse.agent.read.SocketSource.SocketFigure.TCP_ESTABLISHED;
import static io.hostpulse.agent.read.SocketSource.SocketFigure.TCP_FIN_WAIT1;
import static io.hostpulse.agent.read.SocketSource.SocketFigure.TCP_FIN_WAIT2;
import static io.hostpulse.agent.read.SocketSource.SocketFigure.TCP_LAST_ACK;
import static io.hostpulse.agent.read.SocketSource.SocketFigure.TCP_LISTENING;
import static io.hostpulse.agent.read.SocketSource.SocketFigure.TCP_MEMORY;
import static io.hostpulse.agent.read.SocketSource.SocketFigure.TCP_ORPHAN;
import static io.hostpulse.agent.read.SocketSource.SocketFigure.TCP_RETRANSMITS;
import static io.hostpulse.agent.read.SocketSource.SocketFigure.TCP_SYN_RECV;
import static io.hostpulse.agent.read.SocketSource.SocketFigure.TCP_SYN_SENT;
import static io.hostpulse.agent.read.SocketSource.SocketFigure.TCP_TIME_WAIT;
import static io.hostpulse.agent.read.SocketSource.SocketFigure.UDP_COUNT;
import static io.hostpulse.agent.read.SocketSource.SocketFigure.UDP_MEMORY;

import io.hostpulse.agent.read.SocketSource.SocketFigure;
import io.hostpulse.wire.proto.HostSample;
import io.hostpulse.wire.proto.Sockets;
import java.io.IOException;
import java.util.EnumMap;
import java.util.Map;

/** Sockets by protocol and state. */
public final class SocketReader implements GroupReader {

    private final SocketSource source;
    private final Counters<SocketFigure> counters = new Counters<>(SocketFigure.class);
    private final Growth tcpGrowth = new Growth();
    private final Growth udpGrowth = new Growth();

    public SocketReader(SocketSource source) {
        this.source = source;
    }

    @Override
    public String subject() {
        return "sockets";
    }

    @Override
    public void read(Reading reading, HostSample.Builder sample) throws IOException {
        Figures<SocketFigure> figures = source.read();
        Sockets.Builder sockets = sample.getSocketsBuilder();
        setStates(figures, sockets);
        figures.get(TCP_COUNT).ifPresent(sockets::setTcpCount);
        figures.get(TCP_MEMORY).ifPresent(sockets::setTcpMemory);
        figures.get(UDP_COUNT).ifPresent(sockets::setUdpCount);
        figures.get(UDP_MEMORY).ifPresent(sockets::setUdpMemory);
        // UDP has no state LISTEN: the listening sockets are the TCP ones
        figures.get(TCP_LISTENING).ifPresent(sockets::setAllListening);
        if (sockets.hasTcpCount() && sockets.hasUdpCount()) {
            sockets.setAllCount(sockets.getTcpCount() + sockets.getUdpCount());
        }
        setRates(reading, figures, sockets);
    }

    private static void setStates(Figures<SocketFigure> figures, Sockets.Builder sockets) {
        figures.get(TCP_LISTENING).ifPresent(sockets::setTcpListening);
        figures.get(TCP_ESTABLISHED).ifPresent(sockets::setTcpEstablished);
        figures.get(TCP_CLOSE_WAIT).ifPresent(sockets::setTcpCloseWait);
        figures.get(TCP_TIME_WAIT).ifPresent(sockets::setTcpTimeWait);
        figures.get(TCP_ORPHAN).ifPresent(sockets::setTcpOrphan);
        figures.get(TCP_CLOSING).ifPresent(sockets::setTcpClosing);
        figures.get(TCP_FIN_WAIT1).ifPresent(sockets::setTcpFinWait1);
        figures.get(TCP_FIN_WAIT2).ifPresent(sockets::setTcpFinWait2);
        figures.get(TCP_LAST_ACK).ifPresent(sockets::setTcpLastAck);
        figures.get(TCP_SYN_RECV).ifPresent(sockets::setTcpSynRecv);
        figures.get(TCP_SYN_SENT).ifPresent(sockets::setTcpSynSent);
    }

    private void setRates(Reading reading, Figures<SocketFigure> figures, Sockets.Builder sockets) {
        Map<SocketFigure, Long> counted = new EnumMap<>(SocketFigure.class);
        figures.get(TCP_RETRANSMITS).ifPresent(value -> counted.put(TCP_RETRANSMITS, value));
        counters.advance(reading, counted)
                .perSecond(TCP_RETRANSMITS)
                .ifPresent(sockets::setTcpRetransmitsPerSec);
        tcpGrowth.perSecond(reading, figures.get(TCP_COUNT)).ifPresent(sockets::setTcpCountPerSec);
        udpGrowth.perSecond(reading, figures.get(UDP_COUNT)).ifPresent(sockets::setUdpCountPerSec);
    }
}
