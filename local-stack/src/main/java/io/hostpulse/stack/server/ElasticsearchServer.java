package io.hostpulse.stack.server;

import io.hostpulse.stack.Component;
import io.hostpulse.stack.DataDirectory;
import io.hostpulse.stack.ElasticsearchNode;
import io.hostpulse.stack.SourceTree;
import io.hostpulse.stack.StackConfig;
import io.hostpulse.stack.client.Elasticsearch;
import io.hostpulse.stack.process.Launch;
import io.hostpulse.stack.process.StackProcess;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * One Elasticsearch node.
 *
 * <p>The server refuses to run as root. Root therefore starts it as nobody, and leaves it the
 * capability to read and write what only root may, so that neither tree nor data change owners.
 */
public final class ElasticsearchServer extends RunningServer {

    private static final Duration START_LIMIT = Duration.ofMinutes(2);
    private static final Duration STOP_LIMIT = Duration.ofSeconds(30);
    private static final String HEAP = "512m";

    /** With all modules, and what Kibana asks of them. */
    private static final String HEAP_OF_DISTRIBUTION = "1g";

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

    /** Starts a stack's own and waits until it answers, from every index that there is. */
    public static ElasticsearchServer start(StackConfig config) {
        return start(config.tree(), config.data(), config.elasticsearch());
    }

    /** As {@link #start(StackConfig)}, for any node. */
    public static ElasticsearchServer start(
            SourceTree tree, DataDirectory data, ElasticsearchNode node) {
        configure(node, data);
        StackProcess server =
                switch (node.version()) {
                    case V7 ->
                            StackProcess.start(
                                    data,
                                    Component.ELASTICSEARCH,
                                    launch(tree, data, node),
                                    node.address());
                    case V8 -> daemonize(tree, data, node);
                };
        Elasticsearch client = node.client();
        server.awaitReady(START_LIMIT, client::isUp);
        return new ElasticsearchServer(server);
    }

    /** The launcher of 8.x would stay beside the server unless that is a daemon. */
    private static StackProcess daemonize(
            SourceTree tree, DataDirectory data, ElasticsearchNode node) {
        Path pidFile = directory(data).resolve("pid");
        Launch launch =
                launch(tree, data, node, "--daemonize", "--pidfile", pidFile.toString())
                        .leaving(pidFile);
        return StackProcess.start(data, Component.ELASTICSEARCH, launch, node.address())
                .awaitServer(data, START_LIMIT);
    }

    private static Launch launch(
            SourceTree tree, DataDirectory data, ElasticsearchNode node, String... options) {
        Path home = node.distribution().orElseGet(() -> tree.elasticsearchHome(node.version()));
        List<String> command = new ArrayList<>(CurrentUser.isRoot() ? AS_NOBODY : List.of());
        command.add(home.resolve("bin/elasticsearch").toString());
        command.addAll(List.of(options));
        return Launch.of(
                command,
                Map.of(
                        "ES_HOME", home.toString(),
                        "ES_PATH_CONF", directory(data).resolve("config").toString(),
                        "ES_TMPDIR", directory(data).resolve("tmp").toString(),
                        "ES_JAVA_HOME", JavaRuntime.home().toString()));
    }

    private static Path directory(DataDirectory data) {
        return data.of("elasticsearch");
    }

    private static void configure(ElasticsearchNode node, DataDirectory data) {
        Path directory = directory(data);
        Path config = directory.resolve("config");
        Map<String, String> settings = new TreeMap<>(node.settings());
        settings.put("xpack.security.enabled", Boolean.toString(node.security().isPresent()));
        node.security().ifPresent(own -> settings.putAll(SecurityFiles.write(own, config)));
        Map<String, Object> values =
                Map.of(
                        "port", node.port(),
                        "data", directory.resolve("data"),
                        "logs", data.logs(),
                        "heap", node.distribution().isPresent() ? HEAP_OF_DISTRIBUTION : HEAP,
                        "settings", lines(settings));
        for (String file : List.of("elasticsearch.yml", "jvm.options", "log4j2.properties")) {
            ConfigFiles.write(config, "elasticsearch/" + file, values);
        }
        try {
            for (String name : List.of("config/jvm.options.d", "data", "tmp")) {
                Files.createDirectories(directory.resolve(name));
            }
        } catch (IOException e) {
            throw new UncheckedIOException("cannot prepare " + directory, e);
        }
    }

    private static String lines(Map<String, String> settings) {
        return settings.entrySet().stream()
                .map(setting -> setting.getKey() + ": " + setting.getValue())
                .collect(Collectors.joining("\n"));
    }
}
