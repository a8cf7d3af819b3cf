package io.hostpulse.wire.port;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
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
    void aShortLengthAndTheNumberOfTheQuestionAreKafka() throws IOException {
        assertThat(answering(new byte[] {0, 0, 1, 44, 0x48, 0x50, 0x1c, (byte) 0xe7}))
                .isEqualTo(PortSpeech.KAFKA);
    }

    @Test
    void anotherNumberAnEchoAndALengthWithoutANumberAreNot() throws IOException {
        assertThat(answering(new byte[] {0, 0, 1, 44, 0, 0, 0, 0})).isEqualTo(PortSpeech.OTHER);
        assertThat(answering(new byte[] {0, 0, 0, 10, 0, 18, 0, 0})).isEqualTo(PortSpeech.OTHER);
        assertThat(answering(new byte[] {0, 0, 1, 44})).isEqualTo(PortSpeech.OTHER);
    }

    @Test
    void wordsTellWhoseTheyAre() throws IOException {
        assertThat(answering("HTTP/1.1 400 Bad Request")).isEqualTo(PortSpeech.HTTP);
        assertThat(answering("SSH-2.0-OpenSSH_9.2")).isEqualTo(PortSpeech.SSH);
        assertThat(answering("220 mail.example ESMTP")).isEqualTo(PortSpeech.OTHER);
    }

    @Test
    void aServerThatWaitsForTheEndOfALineIsAskedForIt() throws IOException {
        HttpServer server =
                HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 5);
        server.start();
        try {
            assertThat(PortSpeech.at(server.getAddress(), PATIENCE)).isEqualTo(PortSpeech.HTTP);
        } finally {
            server.stop(0);
        }
    }

    @Test
    void anEndWithoutAnAnswerIsNothing() throws IOException {
        assertThat(answering("")).isEqualTo(PortSpeech.NOTHING);
    }

    @Test
    void silenceIsNothing() throws IOException {
        try (ServerSocket server = listen()) {
            assertThat(PortSpeech.at(address(server), PATIENCE)).isEqualTo(PortSpeech.NOTHING);
        }
    }

    private static PortSpeech answering(String words) throws IOException {
        return answering(words.getBytes(StandardCharsets.US_ASCII));
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
