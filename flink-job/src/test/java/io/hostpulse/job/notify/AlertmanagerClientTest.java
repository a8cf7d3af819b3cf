package io.hostpulse.job.notify;

import static io.hostpulse.job.notify.Notices.firing;
import static io.hostpulse.job.notify.Notices.resolved;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.sun.net.httpserver.HttpServer;
import io.hostpulse.job.model.AlertNotice;
import io.hostpulse.job.retry.Backoff;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class AlertmanagerClientTest {

    private static final Duration LONGEST_WAIT = Duration.ofMinutes(1);

    private static final ObjectMapper JSON = new ObjectMapper();

    private final List<String> bodies = Collections.synchronizedList(new ArrayList<>());
    private final Deque<Integer> answers = new ArrayDeque<>();
    private final List<AlertNotice> refused = new ArrayList<>();
    private HttpServer server;
    private AlertmanagerClient client;

    @BeforeEach
    void startServer() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext(
                "/api/v2/alerts",
                exchange -> {
                    bodies.add(new String(exchange.getRequestBody().readAllBytes(), UTF_8));
                    exchange.sendResponseHeaders(nextAnswer(), -1);
                    exchange.close();
                });
        server.start();
        client = newClient(server.getAddress().getPort());
    }

    @AfterEach
    void stopServer() {
        server.stop(0);
    }

    @Test
    void ofARefusalItsWordsAreToldAndNotItsJson() {
        assertThat(AlertmanagerClient.words("\"at least one label pair required\""))
                .isEqualTo("at least one label pair required");
        assertThat(AlertmanagerClient.words("{\"code\": 602, \"message\": \"no labels\"}"))
                .isEqualTo("no labels");
        assertThat(AlertmanagerClient.words("too large\n")).isEqualTo("too large");
        assertThat(AlertmanagerClient.words("")).isEmpty();
    }

    @Test
    void tellsWhatFiresAndWhatIsResolvedInAlertmanagersWords() throws Exception {
        Instant before = Instant.now();

        client.post(List.of(firing("a"), resolved("b")));

        JsonNode body = JSON.readTree(bodies.get(0));
        JsonNode fires = body.get(0);
        assertThat(fires.at("/labels/alertname").asText()).isEqualTo("Busy");
        assertThat(fires.at("/labels/rule").asText()).isEqualTo("cpu");
        assertThat(fires.at("/labels/severity").asText()).isEqualTo("warning");
        assertThat(fires.at("/labels/host").asText()).isEqualTo("web-1");
        assertThat(fires.at("/annotations/summary").asText()).isEqualTo("web-1 is busy");
        assertThat(Instant.parse(fires.get("startsAt").asText()).toEpochMilli())
                .isEqualTo(Notices.FIRED);
        assertThat(Instant.parse(fires.get("endsAt").asText()))
                .isAfterOrEqualTo(before.plus(Duration.ofMinutes(5)).minusMillis(1));
        JsonNode isResolved = body.get(1);
        assertThat(Instant.parse(isResolved.get("endsAt").asText()).toEpochMilli())
                .isEqualTo(Notices.FIRED + 60_000);
        assertThat(isResolved.at("/annotations/reason").asText()).isEqualTo("back to normal");
    }

    @Test
    void triesAgainUntilAlertmanagerTakesIt() throws Exception {
        answers.addAll(List.of(503, 429, 200));

        client.post(List.of(firing("a")));

        assertThat(bodies).hasSize(3);
        assertThat(client.failingSinceMillis()).isZero();
        assertThat(refused).isEmpty();
    }

    @Test
    void singlesOutTheNoticeThatIsRefused() throws Exception {
        answers.addAll(List.of(400, 200, 400, 200));

        client.post(List.of(firing("a"), firing("b"), firing("c")));

        assertThat(refused).containsExactly(firing("b"));
        assertThat(bodies).hasSize(4);
    }

    @Test
    void waitsForAnAlertmanagerThatIsAwayAndCanBeInterrupted() throws Exception {
        int port = server.getAddress().getPort();
        server.stop(0);
        AlertmanagerClient away = newClient(port);
        AtomicBoolean interrupted = new AtomicBoolean();
        Thread poster =
                new Thread(
                        () -> {
                            try {
                                away.post(List.of(firing("a")));
                            } catch (InterruptedException e) {
                                interrupted.set(true);
                            }
                        });
        poster.start();
        await().atMost(LONGEST_WAIT).until(() -> away.failingSinceMillis() > 0);

        poster.interrupt();
        poster.join();

        assertThat(interrupted).isTrue();
    }

    private AlertmanagerClient newClient(int port) {
        return new AlertmanagerClient(
                URI.create("http://127.0.0.1:" + port),
                Duration.ofMinutes(5),
                new Backoff(1, 10),
                refused::add);
    }

    private int nextAnswer() {
        return answers.isEmpty() ? 200 : answers.poll();
    }
}
