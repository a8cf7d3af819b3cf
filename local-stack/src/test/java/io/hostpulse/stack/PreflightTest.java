package io.hostpulse.stack;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PreflightTest {

    @TempDir private Path directory;

    @Test
    void aPortInUseIsNamedWithItsProcessAndTheOptionThatChangesIt() throws IOException {
        StackConfig config = StackConfig.onFreePorts(directory);
        try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            int port = taken.getLocalPort();
            StackConfig clashing = config.withPorts(config.kafkaPort(), port, config.flinkPort());

            assertThatThrownBy(() -> Preflight.check(clashing))
                    .isInstanceOf(StackException.class)
                    .hasMessageStartingWith(
                            "Port %d, meant for Elasticsearch, is in use by process %d (java",
                            port, ProcessHandle.current().pid())
                    .hasMessageEndingWith(
                            "): end that, or choose another port with --elasticsearch-port.");
        }
    }

    @Test
    void serversNeedDifferentPorts() {
        StackConfig config = StackConfig.onFreePorts(directory).withPorts(7000, 7000, 7001);

        assertThatThrownBy(() -> Preflight.check(config))
                .isInstanceOf(StackException.class)
                .hasMessageContaining("different ports")
                .hasMessageContaining("kafka=7000, elasticsearch=7000, flink=7001");
    }

    @Test
    void thePortOfAlertmanagerMattersWhereTheStackHasOne() throws IOException {
        StackConfig config = StackConfig.onFreePorts(directory);
        try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            OwnAlertmanager own =
                    new OwnAlertmanager(
                            Path.of("alertmanager"), taken.getLocalPort(), Optional.empty());

            assertThatCode(() -> Preflight.check(config)).doesNotThrowAnyException();
            assertThatThrownBy(() -> Preflight.check(config.withAlertmanager(own)))
                    .isInstanceOf(StackException.class)
                    .hasMessageStartingWith(
                            "Port %d, meant for Alertmanager, is in use", own.port())
                    .hasMessageContaining("--alertmanager-port")
                    .hasMessageContaining("--alertmanager URL")
                    .hasMessageContaining("--no-alertmanager");
        }
    }

    @Test
    void tooLittleMemoryIsSaidInGibibytes() {
        assertThatThrownBy(() -> Preflight.requireMemory(1L << 30, 3L << 30))
                .isInstanceOf(StackException.class)
                .hasMessageContaining("Only 1.0 GiB of memory are available")
                .hasMessageContaining("needs 3.0 GiB");
        assertThatCode(() -> Preflight.requireMemory(3L << 30, 3L << 30))
                .doesNotThrowAnyException();
    }

    @Test
    void aDataDirectoryThatCannotBeMadeIsNamed() {
        StackConfig config = StackConfig.onFreePorts(Path.of("/proc/hostpulse"));

        assertThatThrownBy(() -> Preflight.check(config))
                .isInstanceOf(StackException.class)
                .hasMessageContaining("/proc/hostpulse")
                .hasMessageContaining("--data-dir");
    }
}
