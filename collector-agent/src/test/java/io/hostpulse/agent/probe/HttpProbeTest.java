package io.hostpulse.agent.probe;

import static org.assertj.core.api.Assertions.assertThat;

import io.hostpulse.agent.probe.ProbeResult.Outcome;
import io.hostpulse.agent.probe.ProbeTarget.HttpTarget;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class HttpProbeTest {

    private static final Duration TIMEOUT = Duration.ofSeconds(10);
    private static final Duration SHORT_TIMEOUT = Duration.ofMillis(200);

    @Test
    void anAnswerHasItsStatusAndTimes() throws IOException {
        try (ScriptedServer server =
                new ScriptedServer("HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\nhello", false)) {
            ProbeResult result = probe(server.url("/health?deep=1"), TIMEOUT);

            assertThat(result.outcome()).isEqualTo(Outcome.UP);
            assertThat(result.error()).isEmpty();
            assertThat(result.httpStatus()).hasValue(200);
            assertThat(result.connectMs().getAsDouble()).isBetween(0.001, 10_000.0);
            assertThat(result.responseMs().getAsDouble()).isBetween(0.001, 10_000.0);
            assertThat(server.requestLines()).containsExactly("GET /health?deep=1 HTTP/1.1");
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "HTTP/1.0 200 OK\r\n\r\nuntil the connection ends",
                "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n2\r\nab\r\n0\r\n\r\n",
                "HTTP/1.1 200\r\ncontent-length:0\r\n\r\n",
                "HTTP/1.1 204 No Content\r\n\r\n",
                "HTTP/1.1 100 Continue\r\n\r\nHTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n"
            })
    void theEndOfAnAnswerMayBeToldInSeveralWays(String answer) throws IOException {
        try (ScriptedServer server = new ScriptedServer(answer, true)) {
            assertThat(probe(server.url(""), TIMEOUT).outcome()).isEqualTo(Outcome.UP);
            assertThat(server.requestLines()).containsExactly("GET / HTTP/1.1");
        }
    }

    @Test
    void aServerErrorIsDownAndHasItsStatusAndTime() throws IOException {
        try (ScriptedServer server =
                new ScriptedServer("HTTP/1.1 500 Oops\r\nContent-Length: 4\r\n\r\noops", false)) {
            ProbeResult result = probe(server.url("/"), TIMEOUT);

            assertThat(result.outcome()).isEqualTo(Outcome.DOWN);
            assertThat(result.error()).hasValue("the status is 500");
            assertThat(result.httpStatus()).hasValue(500);
            assertThat(result.responseMs()).isPresent();
        }
    }

    @Test
    void aRedirectIsNotFollowed() throws IOException {
        try (ScriptedServer server =
                new ScriptedServer(
                        "HTTP/1.1 302 Found\r\nLocation: /x\r\nContent-Length: 0\r\n\r\n", true)) {
            ProbeResult result = probe(server.url("/"), TIMEOUT);

            assertThat(result.httpStatus()).hasValue(302);
            assertThat(result.outcome()).isEqualTo(Outcome.UP);
            assertThat(server.requestLines()).hasSize(1);
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "HTTP/1.1 200 OK\r\n",
                "HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\nhel"
            })
    void aServerThatDoesNotEndItsAnswerIsDownAtTheTimeout(String answer) throws IOException {
        try (ScriptedServer server = new ScriptedServer(answer, false)) {
            ProbeResult result = probe(server.url("/"), SHORT_TIMEOUT);

            assertThat(result.outcome()).isEqualTo(Outcome.DOWN);
            assertThat(result.error()).hasValue("no answer within 200 ms");
            assertThat(result.connectMs()).isPresent();
            assertThat(result.responseMs()).isEmpty();
            assertThat(result.httpStatus()).isEmpty();
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "220 mail.example ESMTP\r\n",
                "HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\nhel",
                "HTTP/1.1 200 OK\r\nContent-Length: five\r\n\r\nhello"
            })
    void anAnswerThatIsBrokenIsDownWithTheReason(String answer) throws IOException {
        try (ScriptedServer server = new ScriptedServer(answer, true)) {
            ProbeResult result = probe(server.url("/"), TIMEOUT);

            assertThat(result.outcome()).isEqualTo(Outcome.DOWN);
            assertThat(result.error()).isPresent();
            assertThat(result.httpStatus()).isEmpty();
        }
    }

    @Test
    void aClosedPortIsDownWithoutTimes() throws IOException {
        int port = freePort();

        ProbeResult result = probe(URI.create("http://127.0.0.1:" + port + "/"), TIMEOUT);

        assertThat(result.outcome()).isEqualTo(Outcome.DOWN);
        assertThat(result.error()).hasValue("Connection refused");
        assertThat(result.connectMs()).isEmpty();
    }

    private static ProbeResult probe(URI url, Duration timeout) {
        return new HttpProbe(new HttpTarget(url)).run(timeout);
    }

    private static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }
}
