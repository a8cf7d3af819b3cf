package io.hostpulse.agent.linux;

import io.hostpulse.agent.read.Figures;
import io.hostpulse.agent.read.ReadFailures;
import io.hostpulse.agent.read.SocketSource;
import java.io.File;
import java.io.IOException;
import java.nio.file.Path;
import java.util.function.LongSupplier;

/**
 * Sockets from /proc/net/sockstat and sockstat6, segments sent again from /proc/net/snmp, and the
 * states of TCP sockets from a list of them all. All are exact; none is derived from another. The
 * kernel's CurrEstab is not used, as it has ESTABLISHED and CLOSE_WAIT in one number. TIME_WAIT is
 * sockstat's, which takes in the orphans in FIN_WAIT2 that the kernel keeps in the same way.
 *
 * <p>The list grows with the number of sockets. Hence it is read no more often than costs a
 * thousandth of a core, and not in the first reading; in the samples between them the states are
 * absent. That concerns hosts with some thousand sockets at an interval of a second.
 */
public final class LinuxSockets implements SocketSource {

    private static final long REST_PER_WORK = 1000;

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

    private final ProcText text = new ProcText();
    private final TcpStateCounter tcpStates;
    private final Path net;
    private final long pageBytes;
    private final ReadFailures failures;
    private final LongSupplier nanoTime;
    private boolean statesDue;
    private long nextStatesNanos;

    /**
     * @param tcpStates lists the TCP sockets
     * @param pageBytes size of a memory page
     * @param nanoTime the monotonic clock
     */
    public LinuxSockets(
            Path proc,
            TcpStateCounter tcpStates,
            long pageBytes,
            ReadFailures failures,
            LongSupplier nanoTime) {
        this.net = proc.resolve("net");
        this.tcpStates = tcpStates;
        this.pageBytes = pageBytes;
        this.failures = failures;
        this.nanoTime = nanoTime;
        this.nextStatesNanos = nanoTime.getAsLong();
    }

    @Override
    public Figures<SocketFigure> read() throws IOException {
        Figures<SocketFigure> figures = new Figures<>(SocketFigure.class);
        readCounts(figures);
        failures.attempt("TCP statistics", () -> readRetransmits(figures));
        readStates(figures);
        return figures;
    }

    /**
     * {@code TCP: inuse 1 orphan 0 tw 1 alloc 1 mem 0}: those in TIME_WAIT are not among those in
     * use.
     */
    private void readCounts(Figures<SocketFigure> figures) throws IOException {
        long tcp = 0;
        long udp = 0;
        text.load(net.resolve("sockstat").toFile());
        while (text.nextLine()) {
            if (text.at("TCP: ")) {
                tcp += text.skip(2).number();
                figures.put(SocketFigure.TCP_ORPHAN, text.skip(1).number());
                long timeWait = text.skip(1).number();
                tcp += timeWait;
                figures.put(SocketFigure.TCP_TIME_WAIT, timeWait);
                figures.put(SocketFigure.TCP_MEMORY, text.skip(3).number() * pageBytes);
            } else if (text.at("UDP: ")) {
                udp += text.skip(2).number();
                figures.put(SocketFigure.UDP_MEMORY, text.skip(1).number() * pageBytes);
            }
        }
        File sockstat6 = net.resolve("sockstat6").toFile();
        if (sockstat6.exists()) {
            text.load(sockstat6);
            while (text.nextLine()) {
                if (text.at("TCP6: ")) {
                    tcp += text.skip(2).number();
                } else if (text.at("UDP6: ")) {
                    udp += text.skip(2).number();
                }
            }
        }
        figures.put(SocketFigure.TCP_COUNT, tcp).put(SocketFigure.UDP_COUNT, udp);
    }

    /** The file has two lines for TCP: names, and the numbers in the same order. */
    private Figures<SocketFigure> readRetransmits(Figures<SocketFigure> figures)
            throws IOException {
        text.load(net.resolve("snmp").toFile());
        int column = -1;
        while (text.nextLine()) {
            if (!text.at("Tcp: ")) {
                continue;
            }
            text.skip(1);
            if (column >= 0) {
                figures.put(SocketFigure.TCP_RETRANSMITS, text.skip(column).number());
                return figures;
            }
            for (int i = 0; !text.atEndOfLine(); i++) {
                if (text.word().equals("RetransSegs")) {
                    column = i;
                }
            }
        }
        throw new IOException(net.resolve("snmp") + " has no RetransSegs of Tcp");
    }

    private void readStates(Figures<SocketFigure> figures) {
        long start = nanoTime.getAsLong();
        if (!statesDue || start - nextStatesNanos < 0) {
            statesDue = true;
            return;
        }
        failures.attempt("TCP states", () -> putStates(tcpStates.countByState(), figures));
        long end = nanoTime.getAsLong();
        nextStatesNanos = end + (end - start) * REST_PER_WORK;
    }

    private static Figures<SocketFigure> putStates(int[] counts, Figures<SocketFigure> figures) {
        for (int state = 0; state < STATES.length; state++) {
            if (STATES[state] != null) {
                long before = figures.get(STATES[state]).orElse(0);
                figures.put(STATES[state], before + counts[state]);
            }
        }
        return figures;
    }
}
