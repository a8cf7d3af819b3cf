package io.hostpulse.stack;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * The source tree with what its build leaves behind: everything that the stack starts comes from
 * here.
 *
 * @param root absolute
 */
public record SourceTree(Path root) {

    /** System property with the tree's root. */
    public static final String PROPERTY = "hostpulse.home";

    public SourceTree {
        root = root.toAbsolutePath().normalize();
    }

    /** The tree that the launcher script or the build names, else the current directory. */
    public static SourceTree current() {
        return new SourceTree(Path.of(System.getProperty(PROPERTY, "")));
    }

    public DataDirectory dataDirectory() {
        return new DataDirectory(root.resolve(".hostpulse"));
    }

    public Path savepoints() {
        return root.resolve("savepoints");
    }

    public Path kafkaLibraries() {
        return built(root.resolve("local-stack/servers/kafka/target/lib"));
    }

    public Path flinkLibraries() {
        return built(root.resolve("local-stack/servers/flink/target/lib"));
    }

    /** The small Elasticsearch, unpacked. */
    public Path elasticsearchHome(ElasticsearchVersion version) {
        String module =
                switch (version) {
                    case V7 -> "elasticsearch7";
                    case V8 -> "elasticsearch";
                };
        Path target = built(root.resolve("local-stack/servers/" + module + "/target"));
        try (DirectoryStream<Path> homes = Files.newDirectoryStream(target, "elasticsearch-*")) {
            Path newest = null;
            for (Path home : homes) {
                if (newest == null || lastModified(home) > lastModified(newest)) {
                    newest = home;
                }
            }
            return built(newest == null ? target.resolve("elasticsearch") : newest);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    public Path jobJar() {
        return built(root.resolve("flink-job/target/hostpulse-job.jar"));
    }

    /** Flags of the agent's JVM, one a line. */
    public Path agentJvmOptions() {
        return root.resolve("collector-agent/jvm.options");
    }

    public Path agentJar() {
        return built(root.resolve("collector-agent/target/collector-agent.jar"));
    }

    /** The script that installs the index templates. */
    public Path templateInstaller() {
        return root.resolve("elastic/install.sh");
    }

    /** The script that imports Kibana's dashboards, with the file that it imports. */
    public Path kibanaImporter() {
        built(root.resolve("kibana/target/hostpulse.ndjson"));
        return root.resolve("kibana/import.sh");
    }

    /** The stock alert rules. */
    public Path rules() {
        return root.resolve("rules");
    }

    /** The directory with Prometheus's configuration and rules. */
    public Path prometheusConfiguration() {
        return root.resolve("deploy/prometheus");
    }

    /** Alertmanager's configuration as it is meant for production. */
    public Path alertmanagerConfiguration() {
        return root.resolve("deploy/alertmanager/alertmanager.yml");
    }

    private static long lastModified(Path file) throws IOException {
        return Files.getLastModifiedTime(file).toMillis();
    }

    private static Path built(Path file) {
        if (!Files.exists(file)) {
            throw new StackException(
                    file + " is not built: run `mvn package -DskipTests` in the source tree.");
        }
        return file;
    }
}
