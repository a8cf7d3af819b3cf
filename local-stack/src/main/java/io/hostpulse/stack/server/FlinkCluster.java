package io.hostpulse.stack.server;

import io.hostpulse.stack.Component;
import io.hostpulse.stack.DataDirectory;
import io.hostpulse.stack.StackConfig;
import io.hostpulse.stack.StateBackend;
import io.hostpulse.stack.client.FlinkRest;
import io.hostpulse.stack.process.StackProcess;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** A Flink session cluster: one JobManager with its web UI, and one TaskManager. */
public final class FlinkCluster implements AutoCloseable {

    private static final Duration START_LIMIT = Duration.ofMinutes(1);
    private static final Duration STOP_LIMIT = Duration.ofSeconds(15);

    /** What Flink's own configuration opens on Java 17. */
    private static final List<String> OPENED_PACKAGES =
            List.of(
                    "java.lang",
                    "java.net",
                    "java.io",
                    "java.nio",
                    "sun.nio.ch",
                    "java.lang.reflect",
                    "java.text",
                    "java.time",
                    "java.util",
                    "java.util.concurrent",
                    "java.util.concurrent.atomic",
                    "java.util.concurrent.locks");

    private final StackConfig config;
    private final FlinkMetrics metrics;
    private final StackProcess jobManager;
    private StackProcess taskManager;

    private FlinkCluster(StackConfig config) {
        this.config = config;
        metrics = FlinkMetrics.onFreePorts();
        metrics.writeTargets(directory(config).resolve("prometheus-targets.json"));
        jobManager = startJobManager();
        taskManager = startTaskManager();
    }

    /** Starts both processes and waits until the TaskManager has offered its slots. */
    public static FlinkCluster start(StackConfig config) {
        configure(config);
        FlinkCluster cluster = new FlinkCluster(config);
        cluster.awaitSlots();
        return cluster;
    }

    /** URL of the web UI and REST API. */
    public String address() {
        return jobManager.runRecord().address();
    }

    /** The JobManager's log. */
    public Path logFile() {
        return jobManager.runRecord().log();
    }

    public StackProcess jobManager() {
        return jobManager;
    }

    public StackProcess taskManager() {
        return taskManager;
    }

    public FlinkRest rest() {
        return new FlinkRest(URI.create(address()));
    }

    /** Starts a TaskManager in place of one that has ended, and waits for its slots. */
    public void restartTaskManager() {
        taskManager.stop(STOP_LIMIT);
        taskManager = startTaskManager();
        awaitSlots();
    }

    @Override
    public void close() {
        taskManager.stop(STOP_LIMIT);
        jobManager.stop(STOP_LIMIT);
    }

    private void awaitSlots() {
        FlinkRest rest = rest();
        jobManager.awaitReady(START_LIMIT, rest::isUp);
        taskManager.awaitReady(START_LIMIT, () -> rest.taskSlots() >= config.taskSlots());
    }

    private StackProcess startJobManager() {
        return start(
                config,
                Component.JOBMANAGER,
                // with both compilers, of which the second alone is quick at the digests of jars
                List.of(
                        "-Xms96m",
                        "-Xmn48m",
                        "-Xmx224m",
                        "-XX:MetaspaceSize=128m",
                        "-XX:MaxMetaspaceSize=160m",
                        "-XX:MaxDirectMemorySize=96m"),
                "org.apache.flink.runtime.entrypoint.StandaloneSessionClusterEntrypoint",
                config.addresses().flink(),
                metrics.jobManagerPort());
    }

    private StackProcess startTaskManager() {
        return start(
                config,
                Component.TASKMANAGER,
                TaskManagerMemory.of(config.stateBackend()).jvmFlags(),
                "org.apache.flink.runtime.taskexecutor.TaskManagerRunner",
                metrics.taskManagerAddress(),
                metrics.taskManagerPort());
    }

    private static StackProcess start(
            StackConfig config,
            Component component,
            List<String> flags,
            String mainClass,
            String address,
            int metricsPort) {
        Path directory = directory(config);
        List<String> command = new ArrayList<>(List.of(JavaRuntime.java(), "-XX:+UseSerialGC"));
        command.addAll(flags);
        command.addAll(openPackages().toList());
        command.addAll(
                List.of(
                        "-XX:+ExitOnOutOfMemoryError",
                        "-Dlog4j.configurationFile=" + directory.resolve("log4j2.properties"),
                        "-Dlog.file=" + config.data().log(component),
                        "-cp",
                        JavaRuntime.classPathOf(config.tree().flinkLibraries()),
                        mainClass,
                        "--configDir",
                        directory.toString(),
                        "-Dmetrics.reporter.prometheus.port=" + metricsPort));
        return StackProcess.start(config.data(), component, command, Map.of(), address);
    }

    private static Stream<String> openPackages() {
        return Stream.concat(
                Stream.of("--add-exports=java.base/sun.net.util=ALL-UNNAMED"),
                OPENED_PACKAGES.stream()
                        .map(name -> "--add-opens=java.base/" + name + "=ALL-UNNAMED"));
    }

    private static void configure(StackConfig config) {
        Path directory = directory(config);
        Map<String, Object> values =
                new HashMap<>(TaskManagerMemory.of(config.stateBackend()).settings());
        values.put("port", config.flinkPort());
        values.put("rpcPort", Ports.findFree(1).get(0));
        values.put("taskSlots", config.taskSlots());
        values.put("stateBackend", config.stateBackend().flinkName());
        values.put("incremental", config.stateBackend() == StateBackend.ROCKSDB);
        // not URIs: Flink takes the characters of its paths as they are
        values.put("checkpoints", "file://" + checkpoints(config));
        values.put("savepoints", "file://" + config.savepoints());
        values.put("upload", directory.resolve("upload"));
        values.put("tmp", directory.resolve("tmp"));
        ConfigFiles.write(directory, "flink/config.yaml", values);
        ConfigFiles.write(directory, "log4j2.properties", Map.of());
        // every start uploads the job's jar anew
        DataDirectory.delete(directory.resolve("upload"));
        DataDirectory.delete(directory.resolve("tmp"));
        try {
            Files.createDirectories(directory.resolve("tmp"));
            Files.createDirectories(checkpoints(config));
            Files.createDirectories(config.savepoints());
        } catch (IOException e) {
            throw new UncheckedIOException("cannot prepare " + directory, e);
        }
    }

    /** Where the job's checkpoints are. */
    public static Path checkpoints(StackConfig config) {
        return directory(config).resolve("checkpoints");
    }

    private static Path directory(StackConfig config) {
        return config.data().of("flink");
    }
}
