package io.hostpulse.agent.read;

import static org.assertj.core.api.Assertions.assertThat;

import io.hostpulse.agent.read.SocketSource.SocketFigure;
import io.hostpulse.wire.proto.Sockets;
import java.io.IOException;
import org.junit.jupiter.api.Test;

class SocketReaderTest {

    private Figures<SocketFigure> figures = new Figures<>(SocketFigure.class);
    private final SocketReader reader = new SocketReader(() -> figures);

    @Test
    void countsOfBothProtocolsAreAddedUp() throws IOException {
        figures.put(SocketFigure.TCP_COUNT, 10)
                .put(SocketFigure.UDP_COUNT, 4)
                .put(SocketFigure.TCP_LISTENING, 3)
                .put(SocketFigure.TCP_ESTABLISHED, 6)
                .put(SocketFigure.TCP_TIME_WAIT, 1);

        Sockets sockets = Readings.read(reader, 1).getSockets();

        assertThat(sockets.getAllCount()).isEqualTo(14);
        assertThat(sockets.getAllListening()).isEqualTo(3);
        assertThat(sockets.getTcpEstablished()).isEqualTo(6);
        assertThat(sockets.getTcpTimeWait()).isEqualTo(1);
        assertThat(sockets.hasTcpCloseWait()).isFalse();
    }

    @Test
    void growthOfEitherProtocolMayBeNegative() throws IOException {
        set(100, 4);
        Sockets first = Readings.read(reader, 1).getSockets();
        assertThat(first.hasTcpCountPerSec()).isFalse();
        assertThat(first.hasUdpCountPerSec()).isFalse();

        set(80, 9);
        Sockets second = Readings.read(reader, 2).getSockets();
        set(90, 7);
        Sockets third = Readings.read(reader, 3).getSockets();

        assertThat(second.getTcpCountPerSec()).isEqualTo(-2);
        assertThat(second.getUdpCountPerSec()).isEqualTo(0.5);
        assertThat(third.getTcpCountPerSec()).isEqualTo(1);
        assertThat(third.getUdpCountPerSec()).isEqualTo(-0.2);
    }

    @Test
    void growthIsUnknownWhereAReadingIsMissing() throws IOException {
        set(100, 4);
        Readings.read(reader, 1);
        figures = new Figures<>(SocketFigure.class).put(SocketFigure.TCP_COUNT, 100);
        assertThat(Readings.read(reader, 2).getSockets().hasUdpCountPerSec()).isFalse();

        set(100, 9);
        Sockets afterReadingWithoutUdp = Readings.read(reader, 3).getSockets();
        Sockets afterMissingReading = Readings.read(reader, 5).getSockets();

        assertThat(afterReadingWithoutUdp.hasTcpCountPerSec()).isTrue();
        assertThat(afterReadingWithoutUdp.hasUdpCountPerSec()).isFalse();
        assertThat(afterMissingReading.hasTcpCountPerSec()).isFalse();
        assertThat(afterMissingReading.hasUdpCountPerSec()).isFalse();
    }

    @Test
    void retransmitsAreARateAndTellNothingAcrossAReset() throws IOException {
        figures.put(SocketFigure.TCP_RETRANSMITS, 50);
        assertThat(Readings.read(reader, 1).getSockets().hasTcpRetransmitsPerSec()).isFalse();

        figures.put(SocketFigure.TCP_RETRANSMITS, 70);
        assertThat(Readings.read(reader, 2).getSockets().getTcpRetransmitsPerSec()).isEqualTo(2);

        figures.put(SocketFigure.TCP_RETRANSMITS, 3);
        assertThat(Readings.read(reader, 3).getSockets().hasTcpRetransmitsPerSec()).isFalse();
    }

    @Test
    void whatTheSystemDoesNotTellIsAbsent() throws IOException {
        figures.put(SocketFigure.TCP_RETRANSMITS, 1);

        Sockets sockets = Readings.read(reader, 1).getSockets();

        assertThat(sockets).isEqualTo(Sockets.getDefaultInstance());
    }

    private void set(long tcp, long udp) {
        figures =
                new Figures<>(SocketFigure.class)
                        .put(SocketFigure.TCP_COUNT, tcp)
                        .put(SocketFigure.UDP_COUNT, udp);
    }
}
