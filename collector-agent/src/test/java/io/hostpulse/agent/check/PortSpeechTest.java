package io.hostpulse.agent.check;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

class PortSpeechTest {

    private static final Duration PATIENCE = Duration.ofMillis(300);
    private static final int REQUEST_LENGTH = 14;

    @Test
    void anAlertIsTls() throws IOException {
        assertThat(answering(new byte[] {21, 3, 3, 0, 2, 2, 10})).isEqualTo(PortSpeech.TLS);
    }

    @Test
    void aShortLengthIsKafka() throws IOException {
        assertThat(answering(new byte[] {0, 0, 1, 44, 0, 0, 0, 0})).isEqualTo(PortSpeech.KAFKA);
    }

    @Test
    void wordsAreSomethingElse() throws IOException {
        byte[] words = "HTTP/1.1 400 Bad Request".getBytes(StandardCharsets.US_ASCII);

        assertThat(answering(words)).isEqualTo(PortSpeech.OTHER);
    }

    @Test
    void anEndWithoutAnAnswerIsSomethingElse() throws IOException {
        assertThat(answering(new byte[0])).isEqualTo(PortSpeech.OTHER);
    }

    @Test
    void silenceIsSomethingElse() throws IOException {
        try (ServerSocket server = listen()) {
            assertThat(PortSpeech.at(address(server), PATIENCE)).isEqualTo(PortSpeech.OTHER);
        }
    }

    private static PortSpeech answering(byte[] answer) throws IOException {
        try (ServerSocket server = listen()) {
            CompletableFuture<Void> served =
                    CompletableFuture.runAsync(() -> serve(server, answer));
            PortSpeech speech = PortSpeech.at(address(server), Duration.ofSeconds(10));
            served.join();
            return speech;
        }
    }

    private static void serve(ServerSocket server, byte[] answer) {
        try (Socket socket = server.accept()) {
            assertThat(socket.getInputStream().readNBytes(REQUEST_LENGTH)).hasSize(REQUEST_LENGTH);
            socket.getOutputStream().write(answer);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static ServerSocket listen() throws IOException {
        return new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
    }

    private static InetSocketAddress address(ServerSocket server) {
        return new InetSocketAddress(server.getInetAddress(), server.getLocalPort());
    }
}
