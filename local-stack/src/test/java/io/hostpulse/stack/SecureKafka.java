package io.hostpulse.stack;

import static org.awaitility.Awaitility.await;

import io.hostpulse.stack.server.Ports;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/**
 * A real broker that takes clients with TLS, a certificate of their own and SCRAM only; it and they
 * trust each other's certificates alone. What it prints goes to files of its directory.
 */
final class SecureKafka implements AutoCloseable {

    private static final Duration START_LIMIT = Duration.ofMinutes(1);
    private static final String STORE_PASSWORD = "store-secret";

    private final Path directory;
    private final SourceTree tree;
    private final List<Integer> ports = Ports.findFree(3);
    private Process process;

    SecureKafka(Path directory, SourceTree tree) {
        this.directory = directory;
        this.tree = tree;
    }

    /** Starts it with one user, and waits until it takes connections. */
    void start(String user, String password) throws IOException, InterruptedException {
        makeCertificate("broker");
        makeCertificate("agent");
        trust("broker", "agent");
        trust("agent", "broker");
        Path properties = Files.writeString(directory.resolve("server.properties"), settings());
        run(
                "format",
                java(
                        "kafka.tools.StorageTool",
                        "format",
                        "--cluster-id",
                        "hostpulse-secure-test0",
                        "--config",
                        properties.toString(),
                        "--add-scram",
                        "SCRAM-SHA-256=[name=%s,password=%s]".formatted(user, password)));
        process =
                new ProcessBuilder(java("kafka.Kafka", properties.toString()))
                        .redirectErrorStream(true)
                        .redirectOutput(directory.resolve("broker.out").toFile())
                        .start();
        await().atMost(START_LIMIT).until(() -> Ports.accepts(ports.get(0)));
    }

    /** Where clients with credentials connect. */
    String address() {
        return "127.0.0.1:" + ports.get(0);
    }

    /** Where this test may do everything. */
    String innerAddress() {
        return "127.0.0.1:" + ports.get(1);
    }

    /** Settings for a client that takes its password from the environment. */
    String clientSettings(String user, String passwordVariable) {
        return """
        security.protocol=SASL_SSL
        sasl.mechanism=SCRAM-SHA-256
        sasl.jaas.config=org.apache.kafka.common.security.scram.ScramLoginModule required \
        username="%s" password="${%s}";
        """
                        .formatted(user, passwordVariable)
                + stores("", "agent");
    }

    @Override
    public void close() {
        if (process != null) {
            process.destroy();
            await().atMost(START_LIMIT).until(() -> !process.isAlive());
        }
    }

    private String settings() {
        return """
        process.roles=broker,controller
        node.id=1
        controller.quorum.voters=1@127.0.0.1:%3$d
        controller.listener.names=CONTROLLER
        listeners=CLIENT://127.0.0.1:%1$d,INNER://127.0.0.1:%2$d,CONTROLLER://127.0.0.1:%3$d
        advertised.listeners=CLIENT://127.0.0.1:%1$d,INNER://127.0.0.1:%2$d
        inter.broker.listener.name=INNER
        listener.security.protocol.map=CLIENT:SASL_SSL,INNER:PLAINTEXT,CONTROLLER:PLAINTEXT
        log.dirs=%4$s
        auto.create.topics.enable=false
        sasl.enabled.mechanisms=SCRAM-SHA-256
        listener.name.client.scram-sha-256.sasl.jaas.config=\
        org.apache.kafka.common.security.scram.ScramLoginModule required;
        listener.name.client.ssl.client.auth=required
        """
                        .formatted(
                                ports.get(0), ports.get(1), ports.get(2), directory.resolve("data"))
                + stores("listener.name.client.", "broker");
    }

    private String stores(String prefix, String name) {
        return """
        %1$sssl.keystore.location=%2$s
        %1$sssl.keystore.password=%4$s
        %1$sssl.key.password=%4$s
        %1$sssl.truststore.location=%3$s
        %1$sssl.truststore.password=%4$s
        """
                .formatted(prefix, keys(name), trusted(name), STORE_PASSWORD);
    }

    private void makeCertificate(String name) throws IOException, InterruptedException {
        keytool(
                keys(name),
                List.of(
                        "-genkeypair",
                        "-alias",
                        name,
                        "-keyalg",
                        "EC",
                        "-dname",
                        "CN=" + name,
                        "-ext",
                        "san=ip:127.0.0.1"));
        keytool(
                keys(name),
                List.of("-exportcert", "-alias", name, "-file", certificate(name).toString()));
    }

    private void trust(String name, String other) throws IOException, InterruptedException {
        keytool(
                trusted(name),
                List.of(
                        "-importcert",
                        "-noprompt",
                        "-alias",
                        other,
                        "-file",
                        certificate(other).toString()));
    }

    private void keytool(Path store, List<String> arguments)
            throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(List.of(home().resolve("bin/keytool").toString()));
        command.addAll(arguments);
        command.addAll(List.of("-keystore", store.toString(), "-storetype", "PKCS12"));
        command.addAll(List.of("-storepass", STORE_PASSWORD));
        run("keytool", command);
    }

    private void run(String name, List<String> command) throws IOException, InterruptedException {
        Path output = directory.resolve(name + ".out");
        int exitCode =
                new ProcessBuilder(command)
                        .redirectErrorStream(true)
                        .redirectOutput(output.toFile())
                        .start()
                        .waitFor();
        if (exitCode != 0) {
            throw new IOException(name + " fails: " + Files.readString(output));
        }
    }

    private List<String> java(String main, String... arguments) {
        List<String> command =
                new ArrayList<>(
                        List.of(
                                home().resolve("bin/java").toString(),
                                "-Xmx256m",
                                "-XX:+UseSerialGC",
                                "-cp",
                                tree.kafkaLibraries() + "/*",
                                main));
        command.addAll(List.of(arguments));
        return command;
    }

    private static Path home() {
        return Path.of(System.getProperty("java.home"));
    }

    private Path keys(String name) {
        return directory.resolve(name + ".keys.p12");
    }

    private Path trusted(String name) {
        return directory.resolve(name + ".trusted.p12");
    }

    private Path certificate(String name) {
        return directory.resolve(name + ".crt");
    }
}
