package io.hostpulse.agent.read;

import java.io.IOException;

/** The sockets of a host by protocol and state. */
public interface SocketSource {

    /** Numbers of sockets now, memory in bytes, and one counter. */
    enum SocketFigure {
        TCP_COUNT,
        TCP_LISTENING,
        TCP_ESTABLISHED,
        TCP_CLOSE_WAIT,
        TCP_TIME_WAIT,
        TCP_ORPHAN,
        TCP_CLOSING,
        TCP_FIN_WAIT1,
        TCP_FIN_WAIT2,
        TCP_LAST_ACK,
        TCP_SYN_RECV,
        TCP_SYN_SENT,
        TCP_MEMORY,
        UDP_COUNT,
        UDP_MEMORY,
        /** TCP segments sent again since boot. */
        TCP_RETRANSMITS
    }

    /** What can be read now, at a cost that does not grow with the number of sockets. */
    Figures<SocketFigure> read() throws IOException;
}
