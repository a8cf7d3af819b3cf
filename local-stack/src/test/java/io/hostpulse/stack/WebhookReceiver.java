package io.hostpulse.stack;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.Collectors;
import java.util.stream.StreamSupport;

/**
 * Takes <a href="https://prometheus.io/docs/alerting/latest/configuration/#webhook_config">
 * Alertmanager's webhook notifications</a>.
 */
final class WebhookReceiver implements AutoCloseable {

    private static final ObjectMapper JSON = new ObjectMapper();

    private final List<JsonNode> notifications = new CopyOnWriteArrayList<>();
    private final HttpServer server;

    WebhookReceiver() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/", this::take);
        server.start();
    }

    /** What an Alertmanager's configuration has to say of it. */
    ObjectNode configuration() {
        ObjectNode receiver = JSON.createObjectNode().put("name", "test");
        receiver.putArray("webhook_configs")
                .addObject()
                .put("url", "http://127.0.0.1:" + server.getAddress().getPort() + "/")
                .put("send_resolved", true);
        return receiver;
    }

    /** Notifications about a host, in the order in which they came. */
    List<JsonNode> about(String host) {
        return notifications.stream()
                .filter(it -> it.at("/groupLabels/host").asText().equals(host))
                .toList();
    }

    /** Rules of the alerts of a notification that have a status. */
    static Set<String> rules(JsonNode notification, String status) {
        return StreamSupport.stream(notification.path("alerts").spliterator(), false)
                .filter(alert -> alert.path("status").asText().equals(status))
                .map(alert -> alert.at("/labels/rule").asText())
                .collect(Collectors.toSet());
    }

    /** Whether a rule was ever told to fire or to be resolved on a host. */
    boolean hasHeard(String host, String rule, String status) {
        return about(host).stream().anyMatch(it -> rules(it, status).contains(rule));
    }

    @Override
    public void close() {
        server.stop(0);
    }

    private void take(HttpExchange exchange) throws IOException {
        try (exchange) {
            notifications.add(JSON.readTree(exchange.getRequestBody()));
            exchange.sendResponseHeaders(200, -1);
        }
    }
}
