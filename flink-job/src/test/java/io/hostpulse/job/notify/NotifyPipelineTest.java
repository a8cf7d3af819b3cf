package io.hostpulse.job.notify;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.sun.net.httpserver.HttpServer;
import io.hostpulse.job.document.AlertDocument;
import io.hostpulse.job.model.AlertTransition;
import io.hostpulse.job.model.AlertTransition.State;
import io.hostpulse.job.model.KafkaDocument;
import io.hostpulse.job.model.RawRecord;
import io.hostpulse.job.pipeline.NotifyPipeline;
import io.hostpulse.wire.Topics;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.configuration.PipelineOptions;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import org.apache.flink.test.junit5.MiniClusterExtension;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** The notify graph from documents of the topic to requests at a server that records them. */
@ExtendWith(MiniClusterExtension.class)
class NotifyPipelineTest {

    private static final Duration LONGEST_WAIT = Duration.ofMinutes(1);

    @Test
    void alertmanagerHearsOfEachAlertTheNewestThatIsReadAfterAStart() throws Exception {
        List<JsonNode> alerts = new CopyOnWriteArrayList<>();
        HttpServer server =
                HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext(
                "/api/v2/alerts",
                exchange -> {
                    new ObjectMapper().readTree(exchange.getRequestBody()).forEach(alerts::add);
                    exchange.sendResponseHeaders(200, -1);
                    exchange.close();
                });
        server.start();
        try {
            run(
                    URI.create("http://127.0.0.1:" + server.getAddress().getPort() + "/"),
                    List.of(
                            record(AlertDocument.of(transition("h-1", State.FIRING, 0))),
                            record(AlertDocument.of(transition("h-2", State.FIRING, 0))),
                            record(AlertDocument.of(transition("h-1", State.RESOLVED, 20_000))),
                            new RawRecord(Topics.ALERTS, 0, 2, 0, null, null, "[]".getBytes(UTF_8)),
                            new RawRecord(Topics.ALERTS, 0, 3, 0, null, null, null)));
            await().atMost(LONGEST_WAIT).until(() -> alerts.size() == 2);
        } finally {
            server.stop(0);
        }

        assertThat(alerts)
                .extracting(alert -> alert.at("/labels/alertname").asText())
                .containsOnly("Busy");
        assertThat(alerts)
                .extracting(alert -> alert.at("/labels/host_id").asText())
                .containsExactly("h-1", "h-2");
        assertThat(alerts.get(0).get("endsAt").asText()).isEqualTo("2023-11-14T22:13:40Z");
        assertThat(Instant.parse(alerts.get(1).get("endsAt").asText())).isAfter(Instant.now());
    }

    private static void run(URI alertmanager, List<RawRecord> records) throws Exception {
        StreamExecutionEnvironment environment =
                StreamExecutionEnvironment.getExecutionEnvironment(
                        new Configuration().set(PipelineOptions.GENERIC_TYPES, false));
        environment.setParallelism(1);
        NotifyPipeline.build(
                environment.fromData(records),
                new AlertmanagerSink(alertmanager, NotifyPipeline.FIRING_FOR));
        environment.execute();
    }

    private static RawRecord record(KafkaDocument document) {
        return new RawRecord(
                Topics.ALERTS,
                0,
                0,
                document.timestampMillis(),
                document.id(),
                document.key().getBytes(UTF_8),
                document.json());
    }

    private static AlertTransition transition(String host, State state, long afterMillis) {
        long time = Notices.FIRED + afterMillis;
        return new AlertTransition(
                "cpu|" + host + "||1",
                state == State.RESOLVED ? 2 : 1,
                state,
                state == State.RESOLVED ? State.FIRING : null,
                "cpu",
                "Busy",
                "warning",
                "warning",
                host,
                "web-1",
                "",
                "system.cpu.total.norm.pct",
                time,
                0,
                Notices.FIRED - 10_000,
                Notices.FIRED,
                state == State.RESOLVED ? time : 0,
                0.95,
                0.9,
                0.97,
                false,
                0,
                false,
                "",
                "{}",
                "web-1 is busy",
                "reason");
    }
}
