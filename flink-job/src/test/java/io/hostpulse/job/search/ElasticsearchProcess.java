package io.hostpulse.job.search;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.concurrent.TimeUnit.SECONDS;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.HttpURLConnection;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;
import org.awaitility.Awaitility;

/** One node of Elasticsearch in a process of its own, on the loopback interface. */
final class ElasticsearchProcess {

    private static final Duration START_LIMIT = Duration.ofMinutes(2);

    /** Root has to start it as somebody else: as nobody, who may yet read and write everything. */
    private static final List<String> AS_NOBODY =
            List.of(
                    "setpriv",
                    "--reuid=65534",
                    "--regid=65534",
                    "--clear-groups",
                    "--inh-caps=+dac_override",
                    "--ambient-caps=+dac_override",
                    "--securebits=+no_setuid_fixup");

    private final Process process;
    private final Path directory;
    private final URI address;

    private ElasticsearchProcess(Process process, Path directory, URI address) {
        this.process = process;
        this.directory = directory;
        this.address = address;
    }

    /**
     * Starts it and waits until it answers.
     *
     * @param home where the distribution is unpacked
     */
    static ElasticsearchProcess start(Path home) throws IOException {
        Path directory = Files.createTempDirectory("elasticsearch");
        int port = findFreePort();
        configure(home, directory, port);
        List<String> command = new ArrayList<>(isRoot() ? AS_NOBODY : List.of());
        command.add(home.resolve("bin/elasticsearch").toString());
        ProcessBuilder builder =
                new ProcessBuilder(command)
                        .redirectErrorStream(true)
                        .redirectOutput(directory.resolve("output").toFile());
        builder.environment().put("ES_PATH_CONF", directory.resolve("config").toString());
        builder.environment().put("ES_TMPDIR", directory.resolve("tmp").toString());
        builder.environment().put("ES_JAVA_HOME", System.getProperty("java.home"));
        builder.environment().put("ES_JAVA_OPTS", "-Xms384m -Xmx384m -XX:TieredStopAtLevel=1");
        ElasticsearchProcess server =
                new ElasticsearchProcess(
                        builder.start(), directory, URI.create("http://127.0.0.1:" + port));
        server.awaitReady();
        return server;
    }

    URI address() {
        return address;
    }

    /** Stops it, and deletes what it has written. */
    void stop() {
        List<ProcessHandle> servers = process.descendants().toList();
        process.destroy();
        try {
            if (!process.waitFor(30, SECONDS)) {
                process.destroyForcibly();
            }
            servers.forEach(ProcessHandle::destroyForcibly);
            delete(directory);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (IOException e) {
            throw new UncheckedIOException("cannot delete " + directory, e);
        }
    }

    private static void configure(Path home, Path directory, int port) throws IOException {
        Path config = Files.createDirectories(directory.resolve("config"));
        Files.createDirectories(directory.resolve("tmp"));
        for (String file : List.of("jvm.options", "log4j2.properties")) {
            Files.copy(home.resolve("config").resolve(file), config.resolve(file));
        }
        Files.writeString(
                config.resolve("elasticsearch.yml"),
                """
                discovery.type: single-node
                network.host: 127.0.0.1
                http.port: %d
                path.data: "%s"
                path.logs: "%s"
                xpack.security.enabled: false
                action.destructive_requires_name: false
                cluster.routing.allocation.disk.threshold_enabled: false
                """
                        .formatted(port, directory.resolve("data"), directory.resolve("logs")));
    }

    private void awaitReady() {
        Awaitility.await("start of Elasticsearch")
                .atMost(START_LIMIT)
                .failFast(
                        () -> {
                            if (!process.isAlive()) {
                                throw new IllegalStateException("it ended: " + output());
                            }
                        })
                .until(this::answers);
    }

    private boolean answers() throws IOException {
        HttpURLConnection connection =
                (HttpURLConnection) address.resolve("/_cluster/health").toURL().openConnection();
        try {
            return connection.getResponseCode() == 200;
        } catch (IOException notYet) {
            return false;
        } finally {
            connection.disconnect();
        }
    }

    private String output() {
        try {
            return Files.readString(directory.resolve("output"), UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static int findFreePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }

    private static boolean isRoot() throws IOException {
        return (Integer) Files.getAttribute(Path.of("/proc/self"), "unix:uid") == 0;
    }

    private static void delete(Path directory) throws IOException {
        try (Stream<Path> files = Files.walk(directory)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(file);
            }
        }
    }
}
