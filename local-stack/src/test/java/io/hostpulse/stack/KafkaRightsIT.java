package io.hostpulse.stack;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.hostpulse.stack.host.KnownHosts;
import io.hostpulse.wire.Topics;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.errors.AuthorizationException;
import org.apache.kafka.common.errors.TopicAuthorizationException;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** What the users of a secured Kafka may do, and what not. */
@ExtendWith(SharedSecureKafka.class)
class KafkaRightsIT {

    private static final Duration LONGEST_WAIT = Duration.ofMinutes(3);

    private final SecureKafka kafka;
    private final ClientSettings settings;

    KafkaRightsIT(SecureKafka kafka) {
        this.kafka = kafka;
        this.settings = kafka.clientSettings();
    }

    @Test
    void anAgentsUserMayWriteSamplesAndNothingElse() throws Exception {
        try (KafkaProducer<byte[], byte[]> producer =
                settings.producer(SecureKafka.WRITER, kafka.address())) {
            producer.send(new ProducerRecord<>(Topics.SAMPLES, new byte[1])).get();
            for (String topic :
                    List.of(
                            Topics.ALERTS,
                            Topics.RULES,
                            Topics.WINDOWS,
                            Topics.HOSTS,
                            Topics.DEAD_LETTERS)) {
                assertThatThrownBy(
                                () -> producer.send(new ProducerRecord<>(topic, new byte[1])).get())
                        .hasCauseInstanceOf(TopicAuthorizationException.class);
            }
        }
        Map<String, Object> client = settings.client(SecureKafka.WRITER, kafka.address());
        client.put("group.id", "hostpulse-detect");
        try (KafkaConsumer<byte[], byte[]> consumer =
                new KafkaConsumer<>(
                        client, new ByteArrayDeserializer(), new ByteArrayDeserializer())) {
            consumer.subscribe(List.of(Topics.ALERTS));
            assertThatThrownBy(() -> consumer.poll(LONGEST_WAIT))
                    .isInstanceOf(AuthorizationException.class);
        }
    }

    @Test
    void anOperatorsUserMayDoWhatTheCommandsDo(@TempDir Path directory) throws Exception {
        try (KafkaProducer<byte[], byte[]> producer =
                settings.producer(SecureKafka.JOB, kafka.address())) {
            producer.send(
                            new ProducerRecord<>(
                                    Topics.HOSTS,
                                    "h-1".getBytes(UTF_8),
                                    KnownHosts.document("h-1", "gone-1", "up").getBytes(UTF_8)))
                    .get();
        }
        Path kafkaConfig =
                Files.writeString(
                        directory.resolve("operator.properties"),
                        settings.scramByFile(SecureKafka.OPERATOR, directory));

        assertThat(
                        run(
                                kafkaConfig,
                                "maintenance",
                                "add",
                                "--host=gone-1",
                                "--for=1h",
                                "--comment=disks"))
                .contains("maintenance-");
        assertThat(run(kafkaConfig, "rules", "list"))
                .contains("maintenance-")
                .doesNotContain("cannot be told");
        assertThat(run(kafkaConfig, "hosts", "list")).contains("gone-1");
        assertThat(run(kafkaConfig, "hosts", "forget", "gone-1")).contains("forgotten  gone-1");
    }

    @Test
    void aUserThatSendsMoreThanItsQuotaIsHeldBack() throws Exception {
        try (KafkaProducer<byte[], byte[]> producer =
                settings.producer(SecureKafka.FLOODER, kafka.address())) {
            // twenty seconds' worth
            byte[] junk = new byte[50_000];
            for (int i = 0; i < 20; i++) {
                producer.send(new ProducerRecord<>(Topics.SAMPLES, junk));
            }
            await().atMost(LONGEST_WAIT).until(() -> throttledMillis(producer) > 0);
        }
    }

    private String run(Path kafkaConfig, String... command) {
        List<String> arguments = new ArrayList<>(List.of(command));
        arguments.add("--bootstrap-servers=" + kafka.address());
        arguments.add("--kafka-config=" + kafkaConfig);
        CommandRun run = CommandRun.of(arguments.toArray(String[]::new));
        assertThat(run.exitCode()).as(run.output()).isZero();
        return run.output();
    }

    private static double throttledMillis(KafkaProducer<byte[], byte[]> producer) {
        return producer.metrics().entrySet().stream()
                .filter(metric -> metric.getKey().name().equals("produce-throttle-time-max"))
                .mapToDouble(metric -> (double) metric.getValue().metricValue())
                .max()
                .orElseThrow();
    }
}
