package io.hostpulse.agent.linux;

import io.hostpulse.agent.read.Figures;
import io.hostpulse.agent.read.SocketSource.SocketFigure;
import java.io.File;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;

/**
 * Counts TCP sockets by state in /proc/net/tcp and tcp6. The state is the fourth column, a
 * hexadecimal number; see the kernel's tcp_states.h.
 */
final class TcpStates {

    /** By number; those that are counted elsewhere or not at all are null. */
    private static final SocketFigure[] STATES = {
        null,
        SocketFigure.TCP_ESTABLISHED,
        SocketFigure.TCP_SYN_SENT,
        SocketFigure.TCP_SYN_RECV,
        SocketFigure.TCP_FIN_WAIT1,
        SocketFigure.TCP_FIN_WAIT2,
        null, // TIME_WAIT: sockstat has it
        null, // CLOSE
        SocketFigure.TCP_CLOSE_WAIT,
        SocketFigure.TCP_LAST_ACK,
        SocketFigure.TCP_LISTENING,
        SocketFigure.TCP_CLOSING,
        SocketFigure.TCP_SYN_RECV // a request that is not a socket yet
    };

    private final List<File> tables;

    TcpStates(Path net) {
        tables = List.of(net.resolve("tcp").toFile(), net.resolve("tcp6").toFile());
    }

    /** Adds the number of sockets in every state to {@code figures}. */
    Figures<SocketFigure> count(Figures<SocketFigure> figures) throws IOException {
        // not kept: the tables of a busy host are megabytes
        ProcText text = new ProcText();
        int[] counts = new int[STATES.length];
        for (File table : tables) {
            if (!table.exists()) {
                continue;
            }
            text.load(table).nextLine();
            while (text.nextLine()) {
                int state = Integer.parseInt(text.skip(3).word(), 16);
                if (state < counts.length) {
                    counts[state]++;
                }
            }
        }
        for (int state = 0; state < STATES.length; state++) {
            if (STATES[state] != null) {
                long before = figures.get(STATES[state]).orElse(0);
                figures.put(STATES[state], before + counts[state]);
            }
        }
        return figures;
    }
}
