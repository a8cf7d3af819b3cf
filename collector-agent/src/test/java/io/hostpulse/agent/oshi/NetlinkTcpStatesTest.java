package io.hostpulse.agent.oshi;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import io.hostpulse.agent.linux.TcpTables;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Asks the kernel that the test runs on. */
class NetlinkTcpStatesTest {

    private static final int ESTABLISHED = 1;
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    /** More than one answer of the kernel holds. */
    private static final int CONNECTIONS = 300;

    private final NetlinkTcpStates netlink = new NetlinkTcpStates();

    @BeforeEach
    void onLinux() {
        assumeThat(Path.of("/proc/net/tcp")).as("this is Linux").exists();
    }

    @Test
    void everySocketIsListedOnce() throws IOException {
        int[] before = netlink.countByState();
        List<Socket> sockets = new ArrayList<>();
        try (ServerSocket server =
                new ServerSocket(0, CONNECTIONS, InetAddress.getLoopbackAddress())) {
            for (int i = 0; i < CONNECTIONS; i++) {
                sockets.add(new Socket(InetAddress.getLoopbackAddress(), server.getLocalPort()));
            }

            int[] after = netlink.countByState();

            // the host's other connections come and go meanwhile
            assertThat(after[ESTABLISHED] - before[ESTABLISHED])
                    .isBetween(2 * CONNECTIONS - 100, 2 * CONNECTIONS + 100);
        } finally {
            for (Socket socket : sockets) {
                socket.close();
            }
        }
    }

    @Test
    void theNumbersAreThoseOfTheTablesUnderProc() throws IOException {
        TcpTables tables = new TcpTables(Path.of("/proc"));
        try (ServerSocket server = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
                Socket client =
                        new Socket(InetAddress.getLoopbackAddress(), server.getLocalPort())) {
            assertThat(client.isConnected()).isTrue();

            // until nothing moved between the two
            Awaitility.await()
                    .atMost(PATIENCE)
                    .untilAsserted(
                            () ->
                                    assertThat(netlink.countByState())
                                            .isEqualTo(tables.countByState()));
        }
    }
}
