package io.hostpulse.stack.server;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.util.List;
import org.junit.jupiter.api.Test;

class PortsTest {

    @Test
    void freePortsAreDifferentAndFree() {
        List<Integer> ports = Ports.findFree(5);

        assertThat(ports).hasSize(5).doesNotHaveDuplicates().allMatch(Ports::isFree);
        assertThat(ports).noneMatch(Ports::accepts);
    }

    @Test
    void aListenedPortIsNotFreeAndItsListenerIsKnown() throws IOException {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            assertThat(Ports.isFree(socket.getLocalPort())).isFalse();
            assertThat(Ports.accepts(socket.getLocalPort())).isTrue();
            assertThat(Ports.findListener(socket.getLocalPort())).contains(ProcessHandle.current());
        }
    }

    @Test
    void aPortListenedOnEveryAddressIsNotFree() throws IOException {
        try (ServerSocket socket = new ServerSocket(0)) {
            assertThat(Ports.isFree(socket.getLocalPort())).isFalse();
        }
    }
}
