package io.hostpulse.stack.command;

import io.hostpulse.stack.StackAddresses;
import io.hostpulse.stack.StackException;
import io.hostpulse.stack.rule.RuleTopic;
import java.io.IOException;
import java.io.Reader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.Properties;
import picocli.CommandLine.Option;

/** Which Kafka, and how to get in. */
final class KafkaOptions {

    private static final String ADDRESS = "bootstrap.servers";

    @Option(
            names = "--bootstrap-servers",
            paramLabel = "HOST:PORT",
            description = "Kafka, default that of the running stack.")
    private String bootstrapServers;

    @Option(
            names = "--kafka-config",
            paramLabel = "FILE",
            description =
                    "Properties of Kafka's clients, such as those for TLS and credentials; may"
                            + " name the servers too.")
    private Path config;

    RuleTopic topic() {
        return new RuleTopic(settings());
    }

    Map<String, Object> settings() {
        Map<String, Object> settings = new HashMap<>();
        Properties properties = readConfig();
        properties
                .stringPropertyNames()
                .forEach(name -> settings.put(name, properties.getProperty(name)));
        if (bootstrapServers != null) {
            settings.put(ADDRESS, bootstrapServers);
        }
        settings.computeIfAbsent(ADDRESS, absent -> StackAddresses.ofRunningStack().kafka());
        return settings;
    }

    private Properties readConfig() {
        Properties properties = new Properties();
        if (config == null) {
            return properties;
        }
        try (Reader reader = Files.newBufferedReader(config, StandardCharsets.UTF_8)) {
            properties.load(reader);
            return properties;
        } catch (IOException | IllegalArgumentException e) {
            throw new StackException("--kafka-config " + config + " cannot be read: " + e, e);
        }
    }
}
