package io.hostpulse.stack.server;

import io.hostpulse.stack.Component;
import io.hostpulse.stack.StackConfig;
import io.hostpulse.stack.client.Elasticsearch;
import io.hostpulse.stack.process.Pause;
import io.hostpulse.stack.process.StackProcess;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * One Elasticsearch node without security, on the loopback interface.
 *
 * <p>The server refuses to run as root. Root therefore starts it as nobody, and leaves it the
 * capability to read and write what only root may, so that neither tree nor data change owners.
 */
public final class ElasticsearchServer extends RunningServer {

    private static final Duration START_LIMIT = Duration.ofMinutes(2);
    private static final Duration STOP_LIMIT = Duration.ofSeconds(30);
    private static final Duration POLL_INTERVAL = Duration.ofMillis(100);
    private static final String HEAP = "512m";
    private static final String HEAP_BESIDE_KIBANA = "1g";

    /** The user nobody, who owns nothing. */
    private static final String NOBODY = "65534";

    /** access(2) heeds the capability only with the last of these. */
    private static final List<String> AS_NOBODY =
            List.of(
                    "setpriv",
                    "--reuid=" + NOBODY,
                    "--regid=" + NOBODY,
                    "--clear-groups",
                    "--inh-caps=+dac_override",
                    "--ambient-caps=+dac_override",
                    "--securebits=+no_setuid_fixup");

    private ElasticsearchServer(StackProcess process) {
        super(process, STOP_LIMIT);
    }

    /** Starts it and waits until it answers, from every index that there is. */
    public static ElasticsearchServer start(StackConfig config) {
        Path directory = config.data().of("elasticsearch");
        Path pidFile = directory.resolve("pid");
        configure(config, directory);
        Path home = config.elasticsearchHome();
        List<String> command = new ArrayList<>(CurrentUser.isRoot() ? AS_NOBODY : List.of());
        command.addAll(
                List.of(
                        home.resolve("bin/elasticsearch").toString(),
                        "--daemonize",
                        "--pidfile",
                        pidFile.toString()));
        StackProcess launcher =
                StackProcess.start(
                        config.data(),
                        Component.ELASTICSEARCH,
                        command,
                        Map.of(
                                "ES_HOME", home.toString(),
                                "ES_PATH_CONF", directory.resolve("config").toString(),
                                "ES_TMPDIR", directory.resolve("tmp").toString(),
                                "ES_JAVA_HOME", JavaRuntime.home().toString()),
                        config.addresses().elasticsearch());
        awaitEnd(launcher);
        long pid = readPid(pidFile, launcher);
        StackProcess server =
                StackProcess.record(
                                config.data(),
                                Component.ELASTICSEARCH,
                                pid,
                                config.addresses().elasticsearch())
                        .orElseThrow(launcher::endedWhileStarting);
        Elasticsearch client = new Elasticsearch(URI.create(config.addresses().elasticsearch()));
        server.awaitReady(START_LIMIT, client::isUp);
        return new ElasticsearchServer(server);
    }

    private static void configure(StackConfig config, Path directory) {
        Map<String, Object> values =
                Map.of(
                        "port", config.elasticsearchPort(),
                        "data", directory.resolve("data"),
                        "logs", config.data().logs(),
                        "heap", config.kibana().isPresent() ? HEAP_BESIDE_KIBANA : HEAP,
                        "distribution", distributionSettings(config));
        for (String file : List.of("elasticsearch.yml", "jvm.options", "log4j2.properties")) {
            ConfigFiles.write(directory.resolve("config"), "elasticsearch/" + file, values);
        }
        try {
            for (String name : List.of("config/jvm.options.d", "data", "tmp")) {
                Files.createDirectories(directory.resolve(name));
            }
            Files.deleteIfExists(directory.resolve("pid"));
        } catch (IOException e) {
            throw new UncheckedIOException("cannot prepare " + directory, e);
        }
    }

    /** Of modules that the small server lacks: what would call out to others, or cost memory. */
    private static String distributionSettings(StackConfig config) {
        return config.elasticsearchDistribution().isPresent()
                        && Files.exists(config.elasticsearchHome().resolve("modules/ingest-geoip"))
                ? "ingest.geoip.downloader.enabled: false\nxpack.ml.enabled: false\n"
                : "";
    }

    /** Its launcher ends when the server answers, or when it has failed. */
    private static void awaitEnd(StackProcess launcher) {
        long deadline = System.nanoTime() + START_LIMIT.toNanos();
        while (launcher.isAlive()) {
            if (System.nanoTime() > deadline) {
                throw launcher.notAnswering(START_LIMIT);
            }
            Pause.of(POLL_INTERVAL);
        }
    }

    private static long readPid(Path pidFile, StackProcess launcher) {
        try {
            return Long.parseLong(Files.readString(pidFile).strip());
        } catch (IOException | NumberFormatException e) {
            throw launcher.endedWhileStarting();
        }
    }
}
