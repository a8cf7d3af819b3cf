package io.hostpulse.agent.read;

import static org.assertj.core.api.Assertions.assertThat;

import io.hostpulse.agent.probe.ProbeSettings;
import io.hostpulse.agent.probe.ProbeTarget;
import io.hostpulse.agent.probe.ProbeTarget.HttpTarget;
import io.hostpulse.agent.probe.ProbeTarget.TcpTarget;
import io.hostpulse.agent.probe.Prober;
import io.hostpulse.wire.proto.Probe;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;

class ProbeReaderTest {

    private static final Duration PATIENCE = Duration.ofSeconds(20);

    private final AtomicLong number = new AtomicLong();

    @Test
    void aResultIsInTheFirstSampleAfterItAndInNoOther() throws IOException {
        try (ServerSocket server = listen();
                ProbeReader reader =
                        reader(
                                Duration.ofSeconds(10),
                                new TcpTarget("127.0.0.1", server.getLocalPort()))) {
            Probe probe = awaitProbes(reader).get(0);

            assertThat(probe.getTarget()).isEqualTo("127.0.0.1:" + server.getLocalPort());
            assertThat(probe.getType()).isEqualTo("tcp");
            assertThat(probe.getUp()).isEqualTo(1);
            assertThat(probe.getError()).isEmpty();
            assertThat(probe.getConnectMs()).isPositive();
            assertThat(probe.hasResponseMs()).isFalse();
            assertThat(probe.hasHttpStatus()).isFalse();
            assertThat(next(reader)).isEmpty();
        }
    }

    @Test
    void targetsAreAskedAgainAtTheirInterval() throws IOException {
        try (ServerSocket server = listen();
                ProbeReader reader =
                        reader(
                                Duration.ofMillis(20),
                                new TcpTarget("127.0.0.1", server.getLocalPort()))) {
            assertThat(awaitProbes(reader)).hasSize(1);
            assertThat(awaitProbes(reader)).hasSize(1);
        }
    }

    @Test
    void aTargetThatDoesNotAnswerDelaysNeitherSamplesNorOtherTargets() throws IOException {
        try (ServerSocket silent = listen();
                ServerSocket server = listen();
                ProbeReader reader =
                        reader(
                                Duration.ofMillis(20),
                                new HttpTarget(
                                        URI.create("http://127.0.0.1:" + silent.getLocalPort())),
                                new TcpTarget("127.0.0.1", server.getLocalPort()))) {
            long start = System.nanoTime();
            next(reader);
            assertThat(Duration.ofNanos(System.nanoTime() - start))
                    .isLessThan(Duration.ofSeconds(10));

            assertThat(awaitProbes(reader)).extracting(Probe::getType).containsExactly("tcp");
            assertThat(awaitProbes(reader)).extracting(Probe::getType).containsExactly("tcp");
        }
    }

    @Test
    void aTargetThatIsDownHasTheReason() throws IOException {
        int port;
        try (ServerSocket server = listen()) {
            port = server.getLocalPort();
        }
        try (ProbeReader reader = reader(Duration.ofMillis(20), new TcpTarget("127.0.0.1", port))) {
            Probe probe = awaitProbes(reader).get(0);

            assertThat(probe.hasUp()).isTrue();
            assertThat(probe.getUp()).isZero();
            assertThat(probe.getError()).isEqualTo("Connection refused");
            assertThat(probe.hasConnectMs()).isFalse();
        }
    }

    @Test
    void withoutTargetsThereAreNone() throws IOException {
        try (ProbeReader reader = reader(Duration.ofMillis(20))) {
            assertThat(next(reader)).isEmpty();
        }
    }

    private List<Probe> awaitProbes(ProbeReader reader) {
        return Awaitility.await()
                .atMost(PATIENCE)
                .pollInterval(Duration.ofMillis(5))
                .until(() -> next(reader), probes -> !probes.isEmpty());
    }

    private List<Probe> next(ProbeReader reader) throws IOException {
        return Readings.read(reader, number.incrementAndGet()).getProbesList();
    }

    private static ProbeReader reader(Duration interval, ProbeTarget... targets) {
        return new ProbeReader(
                new Prober(
                        Arrays.stream(targets)
                                .map(target -> new ProbeSettings(target, interval, PATIENCE))
                                .toList()));
    }

    private static ServerSocket listen() throws IOException {
        return new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
    }
}
