package io.hostpulse.stack;

import static java.util.stream.Collectors.toSet;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.hostpulse.stack.host.KnownHosts;
import io.hostpulse.wire.Topics;
import io.hostpulse.wire.proto.Goodbye;
import io.hostpulse.wire.proto.HostSample;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.StringSerializer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The commands about hosts, against a real broker. */
class HostsCommandIT {

    private static final Duration LONGEST_WAIT = Duration.ofMinutes(3);

    @TempDir private static Path directory;

    private static LocalStack stack;
    private static String kafka;

    @BeforeAll
    static void startKafka() throws Exception {
        stack = new LocalStack(StackConfig.onFreePorts(directory));
        kafka = stack.startKafka().address();
        stack.prepareTopics();
        publish("1", "db-1", "up");
        publish("1", "db-1", "down");
        publish("2", "web-1", "up");
        publish("3", "web-2", "stopped");
        publish("4", "web-3", "removed");
    }

    @AfterAll
    static void stop() {
        stack.close();
        System.clearProperty(DataDirectory.PROPERTY);
    }

    @Test
    void theNewestStateOfEachHostIsListedButOfThoseThatWereRemoved() throws Exception {
        CommandRun list = CommandRun.of("hosts", "list", "--bootstrap-servers", kafka);
        assertThat(list.exitCode()).isZero();
        assertThat(list.lines()).hasSize(4);
        assertThat(list.lines().get(1)).startsWith("db-1   down").endsWith("1");
        assertThat(list.lines().get(3)).startsWith("web-2  stopped").contains("0.1.0", "env=prod");

        JsonNode all =
                new ObjectMapper()
                        .readTree(
                                CommandRun.of(
                                                "hosts",
                                                "list",
                                                "--all",
                                                "--json",
                                                "--bootstrap-servers",
                                                kafka)
                                        .output());
        assertThat(all.findValuesAsText("state"))
                .containsExactly("down", "up", "stopped", "removed");
    }

    @Test
    void aHostIsForgottenByARecordAmongItsSamples() {
        assertThat(forget("db-1").lines()).containsExactly("forgotten  db-1 (1)");
        awaitRemoved("1");
    }

    @Test
    void severalAreForgottenOnlyIfThatIsMeant() {
        CommandRun unsure = forget("web-*");
        assertThat(unsure.exitCode()).isEqualTo(1);
        assertThat(unsure.output())
                .contains("these are 2 hosts, web-1 (2), web-2 (3). --yes forgets them all");

        CommandRun sure = forget("web-*", "--yes");
        assertThat(sure.exitCode()).isZero();
        assertThat(sure.output()).contains("forgotten  web-1 (2)", "it was up", "web-2 (3)");
        awaitRemoved("2", "3");
    }

    @Test
    void aLoadRemovesItsHostsWhenItEnds() {
        CommandRun load =
                CommandRun.of(
                        "load",
                        "--hosts",
                        "3",
                        "--duration",
                        "5s",
                        "--as-fast-as-possible",
                        "--bootstrap-servers",
                        kafka);

        assertThat(load.exitCode()).isZero();
        awaitRemoved("sim-42-0000", "sim-42-0001", "sim-42-0002");
    }

    private static CommandRun forget(String... arguments) {
        return CommandRun.of(
                Stream.of(new String[] {"hosts", "forget", "--bootstrap-servers", kafka}, arguments)
                        .flatMap(Arrays::stream)
                        .toArray(String[]::new));
    }

    private static void awaitRemoved(String... ids) {
        try (SampleTopic topic = new SampleTopic(kafka)) {
            await().atMost(LONGEST_WAIT)
                    .untilAsserted(
                            () ->
                                    assertThat(
                                                    topic.read().stream()
                                                            .filter(HostsCommandIT::removes)
                                                            .map(it -> it.getHost().getId())
                                                            .collect(toSet()))
                                            .containsAll(List.of(ids)));
        }
    }

    private static boolean removes(HostSample sample) {
        return sample.getGoodbye() == Goodbye.REMOVED;
    }

    private static void publish(String id, String name, String state) throws Exception {
        try (KafkaProducer<String, String> producer =
                new KafkaProducer<>(
                        Map.of("bootstrap.servers", kafka),
                        new StringSerializer(),
                        new StringSerializer())) {
            producer.send(
                            new ProducerRecord<>(
                                    Topics.HOSTS, id, KnownHosts.document(id, name, state)))
                    .get();
        }
    }
}
