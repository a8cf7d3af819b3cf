package io.hostpulse.stack.server;

import io.hostpulse.stack.Component;
import io.hostpulse.stack.StackConfig;
import io.hostpulse.stack.StackException;
import io.hostpulse.stack.process.ShortCommand;
import io.hostpulse.stack.process.StackProcess;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/**
 * One Kafka broker that is also its controller, as described in <a
 * href="https://kafka.apache.org/documentation/#kraft">KRaft</a>.
 */
public final class KafkaServer extends RunningServer {

    private static final Duration START_LIMIT = Duration.ofMinutes(1);
    private static final Duration STOP_LIMIT = Duration.ofSeconds(20);

    /** Any will do: there is only this one cluster in the directory. */
    private static final String CLUSTER_ID = "hostpulse-local-stack0";

    private KafkaServer(StackProcess process) {
        super(process, STOP_LIMIT);
    }

    /** Starts it and waits until it takes connections. */
    public static KafkaServer start(StackConfig config) {
        Path directory = config.data().of("kafka");
        Path log = config.data().log(Component.KAFKA);
        ConfigFiles.write(directory, "log4j2.properties", Map.of());
        ConfigFiles.write(
                directory,
                "kafka/server.properties",
                Map.of(
                        "port", config.kafkaPort(),
                        "controllerPort", Ports.findFree(1).get(0),
                        "data", directory.resolve("data")));
        if (!Files.exists(directory.resolve("data/meta.properties"))) {
            format(config, directory);
        }
        StackProcess process =
                StackProcess.start(
                        config.data(),
                        Component.KAFKA,
                        List.of(
                                JavaRuntime.java(),
                                "-Xms64m",
                                "-Xmx256m",
                                "-XX:+UseSerialGC",
                                "-XX:MaxDirectMemorySize=64m",
                                "-XX:+ExitOnOutOfMemoryError",
                                "-Dlog4j.configurationFile="
                                        + directory.resolve("log4j2.properties"),
                                "-Dlog.file=" + log,
                                "-cp",
                                JavaRuntime.classPathOf(config.tree().kafkaLibraries()),
                                "kafka.Kafka",
                                directory.resolve("server.properties").toString()),
                        Map.of(),
                        config.addresses().kafka());
        process.awaitReady(START_LIMIT, () -> Ports.accepts(config.kafkaPort()));
        return new KafkaServer(process);
    }

    private static void format(StackConfig config, Path directory) {
        Path output = config.data().logs().resolve("kafka-format.out");
        List<String> command =
                List.of(
                        JavaRuntime.java(),
                        "-Xmx64m",
                        "-XX:+UseSerialGC",
                        "-XX:TieredStopAtLevel=1",
                        "-Dlog4j.configurationFile=" + directory.resolve("log4j2.properties"),
                        "-Dlog.file=" + output,
                        "-cp",
                        JavaRuntime.classPathOf(config.tree().kafkaLibraries()),
                        "kafka.tools.StorageTool",
                        "format",
                        "--cluster-id",
                        CLUSTER_ID,
                        "--config",
                        directory.resolve("server.properties").toString());
        if (ShortCommand.run(command, output) != 0) {
            throw new StackException(
                    "Kafka cannot prepare its data directory " + directory + ".", output, null);
        }
    }
}
