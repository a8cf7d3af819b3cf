package io.hostpulse.stack;

import static org.awaitility.Awaitility.await;

import io.hostpulse.wire.proto.HostSample;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/** A real agent with a state directory of its own, where its output goes too. */
final class AgentProcess implements AutoCloseable {

    private static final Duration STOP_LIMIT = Duration.ofSeconds(10);

    private final Path directory;
    private Process process;

    AgentProcess(Path directory) {
        this.directory = directory;
    }

    /**
     * Begins a command.
     *
     * @param kafkaProperties text of the properties file
     * @param password for the variable that the properties refer to
     */
    void start(
            String command, String address, String kafkaProperties, String password, String... more)
            throws IOException {
        SourceTree tree = SourceTree.current();
        Path properties =
                Files.writeString(directory.resolve("client.properties"), kafkaProperties);
        List<String> arguments =
                new ArrayList<>(
                        List.of(
                                Path.of(System.getProperty("java.home"), "bin/java").toString(),
                                "@" + tree.agentJvmOptions(),
                                "-jar",
                                tree.agentJar().toString(),
                                command,
                                "--bootstrap-servers=" + address,
                                "--interval=1s",
                                "--host-id=" + hostId(),
                                "--state-dir=" + directory,
                                "--kafka-config=" + properties));
        arguments.addAll(List.of(more));
        ProcessBuilder builder =
                new ProcessBuilder(arguments)
                        .redirectErrorStream(true)
                        .redirectOutput(output().toFile());
        builder.environment().put(ClientSettings.PASSWORD_VARIABLE, password);
        process = builder.start();
    }

    boolean isAlive() {
        return process.isAlive();
    }

    /**
     * @return the exit code
     */
    int awaitEnd(Duration limit) {
        await().atMost(limit).until(() -> !process.isAlive());
        return process.exitValue();
    }

    /** Differs from directory to directory. */
    String hostId() {
        return directory.getFileName().toString();
    }

    Path output() {
        return directory.resolve("agent.out");
    }

    List<String> lines() throws IOException {
        return Files.readAllLines(output());
    }

    boolean hasSamplesIn(SampleTopic topic) throws Exception {
        return topic.read().stream()
                .map(HostSample::getHost)
                .anyMatch(host -> host.getId().equals(hostId()));
    }

    long spooledBytes() throws IOException {
        Path spool = directory.resolve("spool");
        if (!Files.exists(spool)) {
            return 0;
        }
        try (Stream<Path> files = Files.list(spool)) {
            return files.filter(file -> file.toString().endsWith(".segment"))
                    .mapToLong(file -> file.toFile().length())
                    .sum();
        }
    }

    @Override
    public void close() {
        if (process != null) {
            process.destroy();
            await().atMost(STOP_LIMIT).until(() -> !process.isAlive());
        }
    }
}
