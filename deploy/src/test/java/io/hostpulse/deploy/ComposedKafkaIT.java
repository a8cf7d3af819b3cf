package io.hostpulse.deploy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.hostpulse.stack.client.KafkaTopics;
import io.hostpulse.stack.server.Ports;
import io.hostpulse.wire.Topics;
import java.io.IOException;
import java.io.StringReader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Properties;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.common.TopicPartition;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer.OrderAnnotation;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.io.TempDir;

/**
 * A real broker with the settings of both Compose files, certificates of the script that makes
 * them, and what its image and the agent's run, as processes of this machine. The tests go on from
 * one another.
 */
@TestMethodOrder(OrderAnnotation.class)
class ComposedKafkaIT {

    private static final Duration LONGEST_WAIT = Duration.ofMinutes(2);
    private static final int PARTITIONS = 4;

    @TempDir private static Path directory;

    private static final List<Process> SERVERS = new ArrayList<>();
    private static List<Integer> ports;

    @BeforeAll
    static void start() throws Exception {
        ports = Ports.findFree(3);
        String user = ":" + Files.getAttribute(directory, "unix:uid");
        List<String> certificates =
                new ArrayList<>(
                        List.of(
                                script("certificates.sh").toString(),
                                directory.resolve("certificates").toString()));
        List.of("kafka", "setup", "agent").forEach(name -> certificates.add(name + user));
        assertThat(run(new ProcessBuilder(certificates))).as(output()).isZero();

        Path settings = Files.writeString(directory.resolve("server.properties"), brokerSettings());
        String clusterId = ComposeFiles.environment("kafka", ComposeFiles.PLAIN).get("CLUSTER_ID");
        assertThat(
                        run(
                                kafka(
                                        "kafka.tools.StorageTool",
                                        "format",
                                        "--cluster-id",
                                        clusterId,
                                        "--config",
                                        settings.toString())))
                .as(output())
                .isZero();
        SERVERS.add(start(kafka("kafka.Kafka", settings.toString()), "broker"));
        await().atMost(LONGEST_WAIT).until(() -> Ports.accepts(ports.get(0)));
    }

    @AfterAll
    static void stop() throws InterruptedException {
        for (int last = SERVERS.size() - 1; last >= 0; last--) {
            SERVERS.get(last).destroy();
            int unused = SERVERS.get(last).waitFor();
        }
    }

    @Test
    @Order(1)
    void setupMakesTopicsAndRulesAndMayBeRepeated() throws Exception {
        Path client =
                Files.writeString(
                        directory.resolve("client-tls.properties"), clientSettings("setup"));

        assertThat(run(setup(client))).as(output()).isZero();
        assertThat(output()).contains("7 created", "36 added");
        assertThat(run(setup(client))).as(output()).isZero();
        assertThat(output()).contains("0 created", "0 added");
        try (Admin admin = admin()) {
            assertThat(admin.listTopics().names().get())
                    .containsAll(
                            new KafkaTopics(PARTITIONS, (short) 1)
                                    .all().stream().map(NewTopic::name).toList());
        }
    }

    @Test
    @Order(2)
    void theAgentSendsItsSamplesWithItsOwnCertificate() throws Exception {
        Path kafka =
                Files.writeString(
                        directory.resolve("agent-tls.properties"),
                        SourceFiles.read("deploy/docker/kafka/agent-tls.properties")
                                .replace("/certificates", certificates("agent")));
        ProcessBuilder agent =
                new ProcessBuilder(
                        java(),
                        "-Xmx64m",
                        "-jar",
                        SourceFiles.path("collector-agent/target/collector-agent.jar").toString());
        Map<String, String> environment =
                ComposeFiles.environment("agent", ComposeFiles.PLAIN, ComposeFiles.TLS);
        environment.replace(
                "HOSTPULSE_BOOTSTRAP_SERVERS", "127.0.0.1:9094", "127.0.0.1:" + ports.get(2));
        environment.replace("HOSTPULSE_KAFKA_CONFIG", kafka.toString());
        environment.replace("HOSTPULSE_INTERVAL", "1s");
        environment.put("HOSTPULSE_STATE_DIR", directory.resolve("agent").toString());
        agent.environment().putAll(environment);
        SERVERS.add(start(agent, "agent"));

        try (Admin admin = admin()) {
            await().atMost(LONGEST_WAIT).until(() -> samples(admin) > 0);
        }
    }

    private static long samples(Admin admin) throws Exception {
        Map<TopicPartition, OffsetSpec> ends =
                IntStream.range(0, PARTITIONS)
                        .boxed()
                        .collect(
                                Collectors.toMap(
                                        it -> new TopicPartition(Topics.SAMPLES, it),
                                        it -> OffsetSpec.latest()));
        return admin.listOffsets(ends).all().get().values().stream()
                .mapToLong(it -> it.offset())
                .sum();
    }

    private static Admin admin() throws IOException {
        Properties settings = new Properties();
        settings.load(new StringReader(clientSettings("setup")));
        settings.put("bootstrap.servers", "localhost:" + ports.get(0));
        return Admin.create(settings);
    }

    /** The settings that Kafka's image makes of its variables: KAFKA_NODE_ID is node.id. */
    private static String brokerSettings() {
        return ComposeFiles.environment("kafka", ComposeFiles.PLAIN, ComposeFiles.TLS)
                .entrySet()
                .stream()
                .filter(it -> it.getKey().startsWith("KAFKA_"))
                .filter(it -> !it.getKey().equals("KAFKA_HEAP_OPTS"))
                .map(
                        it ->
                                it.getKey().substring(6).toLowerCase(Locale.ROOT).replace('_', '.')
                                        + "="
                                        + onThisMachine(it.getValue()))
                .collect(Collectors.joining("\n"));
    }

    private static String onThisMachine(String value) {
        return value.replace("${HOSTPULSE_KAFKA_HOST:-127.0.0.1}", "127.0.0.1")
                .replaceAll("(//|@)(kafka)?:", "$1localhost:")
                .replace(":9092", ":" + ports.get(0))
                .replace(":9093", ":" + ports.get(1))
                .replace(":9094", ":" + ports.get(2))
                .replace("/var/lib/kafka/data", directory.resolve("data").toString())
                .replace("/certificates", certificates("kafka"));
    }

    private static String clientSettings(String owner) {
        return SourceFiles.read("deploy/docker/kafka/client-tls.properties")
                .replace("/certificates", certificates(owner));
    }

    private static ProcessBuilder setup(Path client) throws IOException {
        Path bin = Files.createDirectories(directory.resolve("bin"));
        Path command =
                Files.writeString(
                        bin.resolve("hostpulse"),
                        "#!/bin/sh\nexec '%s' -jar '%s' \"$@\"\n"
                                .formatted(
                                        java(),
                                        SourceFiles.path("local-stack/target/local-stack.jar")));
        assertThat(command.toFile().setExecutable(true)).isTrue();
        Path script =
                Files.writeString(
                        directory.resolve("kafka.sh"),
                        Files.readString(script("kafka.sh"))
                                .replace(
                                        "/opt/hostpulse/rules",
                                        SourceFiles.path("rules").toString()));
        ProcessBuilder setup =
                new ProcessBuilder(
                        "bash",
                        script.toString(),
                        "--bootstrap-servers",
                        "localhost:" + ports.get(0),
                        "--kafka-config",
                        client.toString());
        setup.environment().merge("PATH", bin.toString(), (path, own) -> own + ":" + path);
        setup.environment().putAll(ComposeFiles.environment("setup-kafka", ComposeFiles.PLAIN));
        return setup;
    }

    private static ProcessBuilder kafka(String... program) {
        List<String> command =
                new ArrayList<>(
                        List.of(
                                java(),
                                "-Xmx256m",
                                "-XX:+UseSerialGC",
                                "-cp",
                                SourceFiles.path("local-stack/servers/kafka/target/lib") + "/*"));
        command.addAll(List.of(program));
        return new ProcessBuilder(command);
    }

    private static int run(ProcessBuilder program) throws IOException, InterruptedException {
        return start(program, "output").waitFor();
    }

    private static Process start(ProcessBuilder program, String name) throws IOException {
        return program.redirectErrorStream(true)
                .redirectOutput(directory.resolve(name).toFile())
                .start();
    }

    private static String output() throws IOException {
        return Files.readString(directory.resolve("output"));
    }

    private static Path script(String name) {
        return SourceFiles.path("deploy/docker/setup/" + name);
    }

    private static String certificates(String owner) {
        return directory.resolve("certificates").resolve(owner).toString();
    }

    private static String java() {
        return Path.of(System.getProperty("java.home"), "bin/java").toString();
    }
}
