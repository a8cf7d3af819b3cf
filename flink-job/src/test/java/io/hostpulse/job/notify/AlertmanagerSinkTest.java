package io.hostpulse.job.notify;

import static io.hostpulse.job.notify.Notices.firing;
import static io.hostpulse.job.notify.Notices.resolved;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.sun.net.httpserver.HttpServer;
import io.hostpulse.job.model.AlertNotice;
import io.hostpulse.job.pipeline.NotifyPipeline;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.apache.flink.runtime.checkpoint.OperatorSubtaskState;
import org.apache.flink.streaming.api.connector.sink2.CommittableMessage;
import org.apache.flink.streaming.runtime.operators.sink.SinkWriterOperatorFactory;
import org.apache.flink.streaming.util.OneInputStreamOperatorTestHarness;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** When the sink posts what, on a clock that the test moves. */
class AlertmanagerSinkTest {

    private static final long STARTED = 1_000_000;

    private final List<String> posts = new CopyOnWriteArrayList<>();
    private HttpServer server;
    private OneInputStreamOperatorTestHarness<AlertNotice, CommittableMessage<Void>> harness;

    @BeforeEach
    void start() throws Exception {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext(
                "/api/v2/alerts",
                exchange -> {
                    posts.add(summary(new ObjectMapper().readTree(exchange.getRequestBody())));
                    exchange.sendResponseHeaders(200, -1);
                    exchange.close();
                });
        server.start();
        startJob(null);
    }

    @AfterEach
    void stop() throws Exception {
        harness.close();
        server.stop(0);
    }

    @Test
    void aReplayThatBeginsLateIsGatheredForAsLong() throws Exception {
        after(2_900);
        feed(firing("a"));
        after(5_000);
        feed(resolved("a"));
        after(5_899);
        assertThat(posts).isEmpty();

        after(5_900);

        assertThat(posts).containsExactly("resolved");
    }

    @Test
    void aCheckpointTearsNoReplayApart() throws Exception {
        feed(firing("a"), firing("b", "critical"));
        harness.prepareSnapshotPreBarrier(1);
        OperatorSubtaskState checkpoint = harness.snapshot(1, STARTED);
        assertThat(posts).isEmpty();

        harness.close();
        startJob(checkpoint);
        feed(resolved("a"));
        after(3_000);

        assertThat(posts).containsExactly("resolved firing");
    }

    @Test
    void afterTheReplayACheckpointWaitsForNothing() throws Exception {
        feed(firing("a"));
        after(3_000);
        feed(resolved("a"));
        harness.prepareSnapshotPreBarrier(1);

        assertThat(posts).containsExactly("firing", "resolved");
    }

    @Test
    void whatComesFirstAfterALongTimeIsPostedAtOnce() throws Exception {
        after(180_000);
        feed(firing("a"));
        after(180_020);

        assertThat(posts).containsExactly("firing");
    }

    private void startJob(OperatorSubtaskState state) throws Exception {
        URI address = URI.create("http://127.0.0.1:" + server.getAddress().getPort());
        harness =
                new OneInputStreamOperatorTestHarness<>(
                        new SinkWriterOperatorFactory<>(
                                new AlertmanagerSink(address, NotifyPipeline.FIRING_FOR)));
        after(0);
        if (state != null) {
            harness.initializeState(state);
        }
        harness.open();
    }

    private void after(long millis) throws Exception {
        harness.setProcessingTime(STARTED + millis);
    }

    private void feed(AlertNotice... notices) throws Exception {
        for (AlertNotice notice : notices) {
            harness.processElement(notice, notice.timeMillis());
        }
    }

    private static String summary(JsonNode alerts) throws IOException {
        StringBuilder states = new StringBuilder();
        for (JsonNode alert : alerts) {
            Instant end = Instant.parse(alert.get("endsAt").asText());
            states.append(states.isEmpty() ? "" : " ")
                    .append(end.isAfter(Instant.now()) ? "firing" : "resolved");
        }
        return states.toString();
    }
}
