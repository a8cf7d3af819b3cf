package io.hostpulse.agent.probe;

import static org.assertj.core.api.Assertions.assertThat;

import io.hostpulse.agent.probe.ProbeResult.Outcome;
import io.hostpulse.agent.probe.ProbeTarget.TcpTarget;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class TcpProbeTest {

    private static final Duration TIMEOUT = Duration.ofSeconds(10);

    @Test
    void anOpenPortIsUpAndHasTheTimeToConnect() throws IOException {
        try (ServerSocket server = listen(5)) {
            ProbeResult result = probe("127.0.0.1", server.getLocalPort(), TIMEOUT);

            assertThat(result.outcome()).isEqualTo(Outcome.UP);
            assertThat(result.error()).isEmpty();
            assertThat(result.connectMs().getAsDouble()).isBetween(0.001, 10_000.0);
            assertThat(result.httpStatus()).isEmpty();
        }
    }

    @Test
    void aClosedPortIsDown() throws IOException {
        int port;
        try (ServerSocket server = listen(1)) {
            port = server.getLocalPort();
        }

        ProbeResult result = probe("127.0.0.1", port, TIMEOUT);

        assertThat(result.outcome()).isEqualTo(Outcome.DOWN);
        assertThat(result.error()).hasValue("Connection refused");
        assertThat(result.connectMs()).isEmpty();
    }

    @Test
    void aServerThatTakesNoMoreConnectionsIsDownAtTheTimeout() throws IOException {
        List<Socket> waiting = new ArrayList<>();
        try (ServerSocket server = listen(1)) {
            fillBacklog(server, waiting);

            ProbeResult result = probe("127.0.0.1", server.getLocalPort(), Duration.ofMillis(150));

            assertThat(result.outcome()).isEqualTo(Outcome.DOWN);
            assertThat(result.error()).hasValue("no answer within 150 ms");
        } finally {
            for (Socket socket : waiting) {
                socket.close();
            }
        }
    }

    @Test
    void aNameThatDoesNotExistIsDown() {
        ProbeResult result = probe("no-such-host.invalid", 80, TIMEOUT);

        assertThat(result.outcome()).isEqualTo(Outcome.DOWN);
        assertThat(result.error()).hasValue("the name no-such-host.invalid cannot be resolved");
    }

    private static ProbeResult probe(String host, int port, Duration timeout) {
        return new TcpProbe(new TcpTarget(host, port)).run(timeout);
    }

    private static ServerSocket listen(int backlog) throws IOException {
        return new ServerSocket(0, backlog, InetAddress.getLoopbackAddress());
    }

    private static void fillBacklog(ServerSocket server, List<Socket> waiting) throws IOException {
        for (int i = 0; i < 20; i++) {
            Socket socket = new Socket();
            waiting.add(socket);
            try {
                socket.connect(server.getLocalSocketAddress(), 100);
            } catch (SocketTimeoutException full) {
                return;
            }
        }
    }
}
