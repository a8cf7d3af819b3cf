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
    void growthMayBeNegativeAndRetransmitsAreARate() throws IOException {
        figures.put(SocketFigure.TCP_COUNT, 100).put(SocketFigure.TCP_RETRANSMITS, 50);
        assertThat(Readings.read(reader, 1).getSockets().hasTcpCountPerSec()).isFalse();
        figures =
                new Figures<>(SocketFigure.class)
                        .put(SocketFigure.TCP_COUNT, 80)
                        .put(SocketFigure.TCP_RETRANSMITS, 70);

        Sockets sockets = Readings.read(reader, 2).getSockets();

        assertThat(sockets.getTcpCountPerSec()).isEqualTo(-2);
        assertThat(sockets.getTcpRetransmitsPerSec()).isEqualTo(2);
    }

    @Test
    void whatTheSystemDoesNotTellIsAbsent() throws IOException {
        figures.put(SocketFigure.TCP_RETRANSMITS, 1);

        Sockets sockets = Readings.read(reader, 1).getSockets();

        assertThat(sockets).isEqualTo(Sockets.getDefaultInstance());
    }
}
