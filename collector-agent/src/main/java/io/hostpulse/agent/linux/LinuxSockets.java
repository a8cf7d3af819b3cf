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
 * states of TCP sockets from /proc/net/tcp and tcp6. The latter walk over the kernel's whole hash
 * table, which takes milliseconds on a host with much memory or many connections. Hence they are
 * read no more often than costs a thousandth of a core, and not in the first reading; in the
 * samples between them the states are absent.
 */
public final class LinuxSockets implements SocketSource {

    private static final long REST_PER_WORK = 1000;

    private final ProcText text = new ProcText();
    private final TcpStates tcpStates;
    private final Path net;
    private final long pageBytes;
    private final ReadFailures failures;
    private final LongSupplier nanoTime;
    private boolean statesDue;
    private long nextStatesNanos;

    /**
     * @param pageBytes size of a memory page
     * @param nanoTime the monotonic clock
     */
    public LinuxSockets(Path proc, long pageBytes, ReadFailures failures, LongSupplier nanoTime) {
        this.net = proc.resolve("net");
        this.tcpStates = new TcpStates(net);
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
        failures.attempt("TCP states", () -> tcpStates.count(figures));
        long end = nanoTime.getAsLong();
        nextStatesNanos = end + (end - start) * REST_PER_WORK;
    }
}
