package io.hostpulse.agent.linux;

import static org.assertj.core.api.Assertions.assertThat;

import io.hostpulse.agent.read.Figures;
import io.hostpulse.agent.read.ReadFailures;
import io.hostpulse.agent.read.SocketSource.SocketFigure;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LinuxSocketsTest {

    private static final long PAGE_BYTES = 4096;
    private static final long READ_NANOS = Duration.ofMillis(4).toNanos();

    private final ReadFailures failures = new ReadFailures();
    private long now;
    private FixtureHost host;
    private LinuxSockets sockets;

    @BeforeEach
    void setUp(@TempDir Path root) throws IOException {
        host = new FixtureHost(root);
        host.write(
                "proc/net/sockstat",
                """
                sockets: used 120
                TCP: inuse 10 orphan 2 tw 5 alloc 20 mem 3
                UDP: inuse 4 mem 2
                UDPLITE: inuse 1
                """);
        host.write("proc/net/sockstat6", "TCP6: inuse 6\nUDP6: inuse 1\n");
        host.write(
                "proc/net/snmp",
                """
                Ip: Forwarding DefaultTTL
                Ip: 2 64
                Tcp: RtoAlgorithm RtoMin CurrEstab InSegs OutSegs RetransSegs InErrs
                Tcp: 1 200 9 11417 7332 77 0
                """);
        host.write(
                "proc/net/tcp",
                """
                  sl  local_address rem_address   st tx_queue rx_queue tr tm->when retrnsmt   uid
                   0: 0100007F:9918 00000000:0000 0A 00000000:00000000 00:00000000 00000000     0
                   1: 0100007F:9918 0100007F:C350 01 00000000:00000000 00:00000000 00000000     0
                   2: 0100007F:9918 0100007F:C351 06 00000000:00000000 00:00000000 00000000     0
                """);
        host.write(
                "proc/net/tcp6",
                """
                  sl  local_address                         remote_address                        st
                   0: 00000000000000000000000000000000:9918 00000000000000000000000000000000:0000 0A
                   1: 00000000000000000000000000000001:9918 00000000000000000000000000000001:C350 08
                """);
        // every look at the clock finds it a few milliseconds on, as when the tables are read
        sockets =
                new LinuxSockets(
                        host.proc(),
                        new TcpTables(host.proc()),
                        PAGE_BYTES,
                        failures,
                        () -> now += READ_NANOS);
    }

    @Test
    void countsAreOfBothProtocolVersionsAndTakeTimeWaitIn() throws IOException {
        Figures<SocketFigure> figures = sockets.read();

        assertThat(figures.get(SocketFigure.TCP_COUNT)).hasValue(10 + 5 + 6);
        assertThat(figures.get(SocketFigure.TCP_TIME_WAIT)).hasValue(5);
        assertThat(figures.get(SocketFigure.TCP_ORPHAN)).hasValue(2);
        assertThat(figures.get(SocketFigure.TCP_MEMORY)).hasValue(3 * PAGE_BYTES);
        assertThat(figures.get(SocketFigure.UDP_COUNT)).hasValue(5);
        assertThat(figures.get(SocketFigure.UDP_MEMORY)).hasValue(2 * PAGE_BYTES);
        assertThat(figures.get(SocketFigure.TCP_RETRANSMITS)).hasValue(77);
    }

    @Test
    void statesAreCountedFromTheSecondReadingOn() throws IOException {
        assertThat(sockets.read().get(SocketFigure.TCP_LISTENING)).isEmpty();

        Figures<SocketFigure> figures = sockets.read();

        assertThat(figures.get(SocketFigure.TCP_LISTENING)).hasValue(2);
        assertThat(figures.get(SocketFigure.TCP_ESTABLISHED)).hasValue(1);
        assertThat(figures.get(SocketFigure.TCP_CLOSE_WAIT)).hasValue(1);
        assertThat(figures.get(SocketFigure.TCP_SYN_RECV)).hasValue(0);
        assertThat(figures.get(SocketFigure.TCP_TIME_WAIT)).hasValue(5);
    }

    @Test
    void statesRestAThousandTimesAsLongAsTheyTook() throws IOException {
        sockets.read();
        sockets.read();
        now += 900 * READ_NANOS;
        assertThat(sockets.read().get(SocketFigure.TCP_LISTENING)).isEmpty();
        now += 100 * READ_NANOS;

        assertThat(sockets.read().get(SocketFigure.TCP_LISTENING)).hasValue(2);
    }

    @Test
    void aHostWithoutIpv6HasItsIpv4Sockets() throws IOException {
        host.delete("proc/net/sockstat6");
        host.delete("proc/net/tcp6");
        sockets.read();

        Figures<SocketFigure> figures = sockets.read();

        assertThat(figures.get(SocketFigure.TCP_COUNT)).hasValue(15);
        assertThat(figures.get(SocketFigure.TCP_LISTENING)).hasValue(1);
        assertThat(failures.count()).isZero();
    }

    @Test
    void withoutStatisticsTheRestIsReadAndTheFailureCounted() throws IOException {
        host.write("proc/net/snmp", "Ip: Forwarding\nIp: 1\n");

        Figures<SocketFigure> figures = sockets.read();

        assertThat(figures.get(SocketFigure.TCP_RETRANSMITS)).isEmpty();
        assertThat(figures.get(SocketFigure.TCP_COUNT)).isPresent();
        assertThat(failures.count()).isEqualTo(1);
    }
}
