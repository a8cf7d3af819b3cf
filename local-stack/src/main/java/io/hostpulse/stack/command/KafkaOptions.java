package io.hostpulse.stack.command;

import io.hostpulse.stack.Component;
import io.hostpulse.stack.StackAddresses;
import io.hostpulse.stack.StackException;
import io.hostpulse.stack.rule.JobRefusals;
import io.hostpulse.stack.rule.KnownToKafka;
import io.hostpulse.stack.rule.RuleTopic;
import io.hostpulse.wire.port.KafkaPorts;
import java.io.IOException;
import java.io.Reader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.Properties;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import picocli.CommandLine.Option;

/** Which Kafka, and how to get in. */
final class KafkaOptions {

    static final String ADDRESS = "bootstrap.servers";

    /** As the agent and the job have it in their settings. */
    private static final Pattern SECRET_FILE = Pattern.compile("\\$\\{file:([^}]*)}");

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
                            + " name the servers too, and secrets by $${file:/path}.")
    private Path config;

    RuleTopic topic() {
        return new RuleTopic(settings());
    }

    /**
     * Why the job has refused rules, by their ids; none where the dead letters cannot be read,
     * which not everybody may who changes rules.
     */
    Map<String, String> refusals(Map<String, RuleTopic.Entry> entries) {
        try {
            return JobRefusals.read(settings(), entries);
        } catch (StackException e) {
            System.err.println("What the job has refused cannot be told: " + e.getMessage());
            return Map.of();
        }
    }

    /**
     * What Kafka knows of rules; nothing where none is named and the stack's does not answer.
     *
     * @throws StackException if one is named and does not answer
     */
    KnownToKafka ask() {
        boolean isNamed = namedSettings().containsKey(ADDRESS);
        if (!isNamed && !StackAddresses.isKafkaRunning()) {
            return KnownToKafka.NOTHING;
        }
        try {
            return KnownToKafka.read(settings());
        } catch (StackException e) {
            if (isNamed) {
                throw e;
            }
            return KnownToKafka.NOTHING;
        }
    }

    /**
     * @throws StackException if the stack's is meant and does not run
     */
    static String ofRunningStack() {
        return RunningStack.address(Component.KAFKA, "--bootstrap-servers");
    }

    /**
     * @throws StackException if something else than Kafka answers at the address, or the stack's is
     *     meant and does not run
     */
    Map<String, Object> settings() {
        Map<String, Object> settings = namedSettings();
        settings.computeIfAbsent(ADDRESS, absent -> ofRunningStack());
        refuseWrongServer(settings);
        return settings;
    }

    /**
     * @throws StackException if something else than Kafka answers at the address
     */
    static void refuseWrongServer(Map<String, ?> settings) {
        Object protocol = settings.get(KafkaPorts.SECURITY_PROTOCOL);
        new KafkaPorts(
                        settings.get(ADDRESS).toString(),
                        protocol == null
                                ? KafkaPorts.DEFAULT_SECURITY_PROTOCOL
                                : protocol.toString())
                .findWrongServer()
                .ifPresent(
                        reason -> {
                            throw new StackException(reason + ".");
                        });
    }

    private Map<String, Object> namedSettings() {
        Map<String, Object> settings = new HashMap<>();
        Properties properties = readConfig();
        properties
                .stringPropertyNames()
                .forEach(name -> settings.put(name, withSecrets(properties.getProperty(name))));
        if (bootstrapServers != null) {
            settings.put(ADDRESS, bootstrapServers);
        }
        return settings;
    }

    /** With what the files hold that it refers to. */
    private String withSecrets(String value) {
        return SECRET_FILE
                .matcher(value)
                .replaceAll(reference -> Matcher.quoteReplacement(readSecret(reference.group(1))));
    }

    private String readSecret(String file) {
        try {
            return Files.readString(Path.of(file)).replaceFirst("\\R\\z", "");
        } catch (IOException | InvalidPathException e) {
            throw new StackException(
                    "the file %s, which --kafka-config %s refers to, cannot be read: %s"
                            .formatted(file, config, e),
                    e);
        }
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
