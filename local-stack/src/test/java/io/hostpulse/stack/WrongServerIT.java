package io.hostpulse.stack;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.hostpulse.stack.server.CollectorAgent;
import io.hostpulse.stack.server.KafkaServer;
import io.hostpulse.wire.proto.HostSample;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.NavigableMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.LongStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Something else answers at Kafka's address, before it runs and when it has gone. */
class WrongServerIT {

    private static final Duration LONGEST_WAIT = Duration.ofMinutes(3);

    @TempDir private Path directory;
    private LocalStack stack;

    @AfterEach
    void stop() {
        stack.close();
    }

    @Test
    void everySampleArrivesWhenTheRightServerIsBack() throws Exception {
        stack = new LocalStack(StackConfig.onFreePorts(directory));
        CollectorAgent agent;
        try (HttpPort http = new HttpPort(stack.config().kafkaPort())) {
            agent = stack.startAgent(Duration.ofSeconds(1));
            await().atMost(LONGEST_WAIT).until(() -> log(agent).contains("it answers HTTP"));
            assertThat(http.connections()).isPositive();
        }
        KafkaServer kafka = stack.startKafka();
        stack.prepareTopics();
        await().atMost(LONGEST_WAIT).until(() -> log(agent).contains("takes samples again"));

        // the agent's client is connected now, and goes on trying by itself
        long toldBefore = timesToldOfNoSamples(agent);
        kafka.close();
        try (HttpPort http = new HttpPort(stack.config().kafkaPort())) {
            await().atMost(LONGEST_WAIT).until(() -> http.connections() > 2);
            await().atMost(LONGEST_WAIT).until(() -> timesToldOfNoSamples(agent) > toldBefore);
            int before = http.connections();
            await().atMost(LONGEST_WAIT).until(() -> http.connections() > before);
        }
        stack.startKafka();

        try (SampleTopic topic = new SampleTopic(stack.addresses().kafka())) {
            long taken = topic.read().size();
            await().atMost(LONGEST_WAIT)
                    .until(() -> topic.read().size() > taken + 10 && isReplayed(topic));
            agent.close();
            assertThat(topic.distinct().values())
                    .as("one run, for the agent has not died")
                    .singleElement()
                    .satisfies(WrongServerIT::hasNoGaps);
        }
    }

    private static boolean isReplayed(SampleTopic topic) throws Exception {
        return topic.read().stream()
                .reduce((first, second) -> second)
                .filter(sample -> !sample.getAgent().getSpooled())
                .filter(sample -> sample.getAgentHealth().getSpoolSamples() == 0)
                .isPresent();
    }

    private static void hasNoGaps(NavigableMap<Long, HostSample> run) {
        assertThat(run.keySet())
                .containsExactlyElementsOf(
                        LongStream.rangeClosed(1, run.lastKey()).boxed().toList());
    }

    private static long timesToldOfNoSamples(CollectorAgent agent) throws IOException {
        return log(agent).lines().filter(line -> line.contains("takes no samples")).count();
    }

    private static String log(CollectorAgent agent) throws IOException {
        return Files.readString(agent.logFile());
    }

    /** Answers whatever is said as a server of HTTP would that cannot read it. */
    private static final class HttpPort implements AutoCloseable {

        private static final byte[] ANSWER =
                "HTTP/1.1 400 Bad Request\r\nConnection: close\r\n\r\n".getBytes(US_ASCII);

        private final ServerSocket server = new ServerSocket();
        private final AtomicInteger connections = new AtomicInteger();

        HttpPort(int port) throws IOException {
            server.setReuseAddress(true);
            server.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
            Thread thread = new Thread(this::serve, "http-port");
            thread.setDaemon(true);
            thread.start();
        }

        int connections() {
            return connections.get();
        }

        @Override
        public void close() throws IOException {
            server.close();
        }

        private void serve() {
            while (!server.isClosed()) {
                try (Socket client = server.accept()) {
                    connections.incrementAndGet();
                    client.getInputStream().read(new byte[1024]);
                    client.getOutputStream().write(ANSWER);
                } catch (IOException gone) {
                    // the client, or this server
                }
            }
        }
    }
}
