package io.hostpulse.stack;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.awaitility.Awaitility.await;

import io.hostpulse.stack.AlertTopic.AlertRecord;
import io.hostpulse.stack.client.KafkaTopics;
import io.hostpulse.wire.Topics;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;

/**
 * Rules, simulated hosts and the alerts that come of them. Samples and alerts carry the time at
 * which the broker appended them, so that delays are differences on one clock.
 */
final class AlertScene implements AutoCloseable {

    /** Fires at the sample that is ten seconds after the first busy one. */
    static final String BUSY = "busy-cpu";

    static final String FULL = "full-memory";

    /** For a rule that reacts to the load: that of a host that is down under its usual id. */
    static final String DOWN = "host-down";

    /** Of hosts whose names begin with it. */
    static final String SILENT = "silent";

    private static final Duration LONGEST_WAIT = Duration.ofMinutes(3);
    private static final List<String> RULES =
            List.of(
                    rule(BUSY, "warning", "system.cpu.total.norm.pct", 0.9),
                    rule(FULL, "warning", "system.memory.actual.used.pct", 0.9),
                    rule(DOWN, "critical", "system.load.1", 1_000),
                    """
                    {"id": "%1$s", "name": "%1$s", "severity": "critical",
                     "hosts": {"names": ["%1$s-*"]}, "when": {"silent": "30s"}}
                    """
                            .formatted(SILENT));

    private final KafkaProducer<byte[], byte[]> producer;
    private final AlertTopic alerts;

    AlertScene(String bootstrapServers) throws ExecutionException, InterruptedException {
        KafkaTopics.stampOnAppend(bootstrapServers, Topics.ALERTS);
        producer =
                new KafkaProducer<>(
                        Map.of("bootstrap.servers", bootstrapServers, "linger.ms", 0),
                        new ByteArraySerializer(),
                        new ByteArraySerializer());
        for (String rule : RULES) {
            String id = rule.split("\"")[3];
            producer.send(
                            new ProducerRecord<>(
                                    Topics.RULES, id.getBytes(UTF_8), rule.getBytes(UTF_8)))
                    .get();
        }
        alerts = new AlertTopic(bootstrapServers);
    }

    FedHost host(String id) {
        return new FedHost(producer, id);
    }

    /** Raises alerts on hosts that do not matter until the job applies the rules. */
    void awaitRules() {
        List<FedHost> hosts = new ArrayList<>();
        await().atMost(LONGEST_WAIT)
                .pollInterval(Duration.ofSeconds(1))
                .until(
                        () -> {
                            hosts.add(host("warm-up-" + hosts.size()));
                            hosts.get(hosts.size() - 1).beBusy();
                            return hosts.stream().anyMatch(this::isFiring);
                        });
    }

    /**
     * Makes a host busy for so long that it fires.
     *
     * @return milliseconds between the append of the completing sample and that of its alert
     */
    long fireBusy(FedHost host) {
        long completedMillis = host.beBusy();
        return awaitAlert(host, BUSY, "firing").appendedMillis() - completedMillis;
    }

    /** What was published of a rule on a host by now, in that order. */
    List<AlertRecord> published(FedHost host, String rule) {
        return alerts.about(host.id(), rule);
    }

    AlertRecord awaitAlert(FedHost host, String rule, String state) {
        return await().atMost(LONGEST_WAIT)
                .pollInterval(Duration.ofMillis(10))
                .until(() -> alerts.find(host.id(), rule, state), found -> found.isPresent())
                .orElseThrow();
    }

    @Override
    public void close() {
        producer.close();
        alerts.close();
    }

    private boolean isFiring(FedHost host) {
        return alerts.find(host.id(), BUSY, "firing").isPresent();
    }

    private static String rule(String id, String severity, String metric, double above) {
        return """
               {"id": "%s", "name": "%s", "severity": "%s", "for": "10s",
                "when": {"metric": "%s", "above": %s}}
               """
                .formatted(id, id, severity, metric, above);
    }
}
