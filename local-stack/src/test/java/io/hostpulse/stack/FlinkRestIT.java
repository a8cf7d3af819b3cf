package io.hostpulse.stack;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.hostpulse.stack.client.FlinkRest;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What a real JobManager answers to whom. */
class FlinkRestIT {

    private static final String BOUNDARY = "boundary";
    private static final String JAR =
            """
            --boundary\r
            Content-Disposition: form-data; name="jarfile"; filename="foreign.jar"\r
            Content-Type: application/x-java-archive\r
            \r
            no jar\r
            --boundary--\r
            """;

    @TempDir private static Path directory;
    private static LocalStack stack;
    private static FlinkRest flink;

    @BeforeAll
    static void start() {
        stack = new LocalStack(StackConfig.onFreePorts(directory));
        stack.startFlink();
        flink = stack.flink();
    }

    @AfterAll
    static void stop() {
        stack.close();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"localhost", "LOCALHOST:8081", "127.0.0.1:1", "127.1.2.3", "[::1]:8081"})
    void whatNamesTheLoopbackInterfaceIsAnswered(String host) throws IOException {
        assertThat(get(host)).startsWith("HTTP/1.1 200 ");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "example.org",
                "example.org:8081",
                "localhost.example.org",
                "127.0.0.1.example.org",
                "10.0.0.1:8081",
                ""
            })
    void aPageThatLetsItsNamePointHereIsRefused(String host) throws IOException {
        assertThat(get(host))
                .startsWith("HTTP/1.1 403 ")
                .contains("answers only to localhost and 127.0.0.1");
    }

    @ParameterizedTest
    @CsvSource({
        "example.org, http://example.org",
        "127.0.0.1, http://example.org",
        "127.0.0.1, null",
        "127.0.0.1, http://127.0.0.1.example.org"
    })
    void aJarFromAPageOfAnotherHostIsNotKept(String host, String origin) throws IOException {
        String answer =
                ask(
                        """
                        POST /jars/upload HTTP/1.1\r
                        Host: %s\r
                        Origin: %s\r
                        Content-Type: multipart/form-data; boundary=%s\r
                        Content-Length: %d\r
                        \r
                        %s"""
                                .formatted(host, origin, BOUNDARY, JAR.length(), JAR));

        assertThat(answer).startsWith("HTTP/1.1 403 ");
        assertThat(uploadedFiles()).noneMatch(file -> file.toString().contains("foreign"));
    }

    @Test
    void itsOwnPagesAreAnswered() throws IOException {
        assertThat(
                        ask(
                                """
                                GET /overview HTTP/1.1\r
                                Host: localhost:8081\r
                                Origin: http://localhost:8081\r
                                Connection: close\r
                                \r
                                """))
                .startsWith("HTTP/1.1 200 ");
    }

    @Test
    void jarsOfOurOwnAreTaken() throws IOException {
        Path jar = Files.writeString(directory.resolve("own.jar"), "no jar");

        String id = flink.upload(jar, "own.jar");

        assertThat(flink.jars()).containsKey(id);
        flink.delete(id);
    }

    @Test
    void whatItRefusesIsTheReasonAndNotItsJson() {
        String job = "0123456789abcdef0123456789abcdef";

        assertThatThrownBy(() -> flink.job(job))
                .hasMessageStartingWith(
                        "GET %s/jobs/%s answers 404: ".formatted(stack.addresses().flink(), job))
                .hasMessageNotContainingAny("{", "errors", "\n");
    }

    private static List<Path> uploadedFiles() throws IOException {
        try (Stream<Path> files = Files.walk(stack.config().data().of("flink").resolve("upload"))) {
            return files.filter(Files::isRegularFile).toList();
        }
    }

    private static String get(String host) throws IOException {
        return ask(
                "GET /overview HTTP/1.1\r\nHost: %s\r\nConnection: close\r\n\r\n".formatted(host));
    }

    private static String ask(String request) throws IOException {
        int port = stack.config().flinkPort();
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
            socket.getOutputStream().write(request.getBytes(UTF_8));
            return new String(socket.getInputStream().readAllBytes(), UTF_8);
        }
    }
}
