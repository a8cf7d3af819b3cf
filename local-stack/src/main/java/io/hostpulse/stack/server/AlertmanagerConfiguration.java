package io.hostpulse.stack.server;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import io.hostpulse.stack.StackException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * Takes from a <a href="https://prometheus.io/docs/alerting/latest/configuration/">configuration of
 * Alertmanager</a> how it groups, inhibits and mutes, and sends all of it to one receiver.
 */
public final class AlertmanagerConfiguration {

    private static final YAMLMapper YAML = new YAMLMapper();

    private AlertmanagerConfiguration() {}

    /** A receiver that delivers nothing. */
    public static ObjectNode nobody() {
        return YAML.createObjectNode().put("name", "nobody");
    }

    /**
     * The configuration of a file with one receiver in place of its own, whose addresses, secrets
     * and notification templates are left out with them.
     */
    public static ObjectNode withReceiver(Path original, ObjectNode receiver) {
        try {
            ObjectNode configuration = (ObjectNode) YAML.readTree(original.toFile());
            configuration.remove("global");
            configuration.remove("templates");
            configuration.putArray("receivers").add(receiver);
            direct((ObjectNode) configuration.path("route"), receiver.path("name").asText());
            return configuration;
        } catch (IOException | ClassCastException e) {
            throw new StackException(
                    original + " is no configuration of Alertmanager: " + e.getMessage() + ".", e);
        }
    }

    public static void write(ObjectNode configuration, Path file) {
        try {
            Files.createDirectories(file.getParent());
            YAML.writeValue(file.toFile(), configuration);
        } catch (IOException e) {
            throw new StackException(file + " cannot be written: " + e.getMessage() + ".", e);
        }
    }

    private static void direct(ObjectNode route, String receiver) {
        route.put("receiver", receiver);
        for (JsonNode child : route.path("routes")) {
            direct((ObjectNode) child, receiver);
        }
    }
}
